package dev.convoy.cli.config;

import dev.convoy.activation.rollout.FailureKind;
import dev.convoy.activation.rollout.FailureLimits;
import dev.convoy.activation.rollout.Share;
import dev.convoy.cli.config.RolloutSection.BudgetEntry;
import dev.convoy.cli.config.RolloutSection.DependencyEntry;
import dev.convoy.cli.config.RolloutSection.Named;
import dev.convoy.cli.config.RolloutSection.StageEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code rollout:}. */
final class RolloutReader {
    static final String KEY = "rollout";

    private static final List<String> KEYS = List.of("stages", "dependsOn", "budgets", "limits", "neverRollBack");
    private static final List<String> STAGE_KEYS = List.of("name", "on", "batch", "maxParallel", "soak", "limits");
    private static final List<String> BUDGET_KEYS = List.of("on", "max");
    private static final List<String> LIMIT_KEYS =
            Stream.of(FailureKind.values()).map(FailureKind::key).toList();

    private RolloutReader() {}

    static RolloutSection read(Path file, YamlNode node) {
        YamlKeys keys = YamlKeys.of(file, KEY, node).only(KEYS);
        return new RolloutSection(
                keys.items("stages").stream().map(RolloutReader::stage).toList(),
                dependencies(keys),
                keys.items("budgets").stream().map(RolloutReader::budget).toList(),
                limits(keys),
                keys.hosts("neverRollBack"));
    }

    private static StageEntry stage(YamlKeys keys) {
        keys.only(STAGE_KEYS);
        Named on = on(keys, "a stage");
        keys.share("batch").filter(share -> share.text().matches("0%?")).ifPresent(_ -> {
            throw keys.complaint("batch", "batch must be at least 1");
        });
        return new StageEntry(
                keys.text("name").orElse(on.text()),
                on,
                keys.share("batch"),
                keys.number("maxParallel", 1, Integer.MAX_VALUE),
                keys.span("soak"),
                limits(keys));
    }

    /** {@code '@web': [jump1, '@db']}: hosts, and what comes before them. */
    private static List<DependencyEntry> dependencies(YamlKeys keys) {
        List<DependencyEntry> all = new ArrayList<>();
        keys.entry("dependsOn")
                .ifPresent(section -> YamlKeys.of(keys.file(), "dependsOn", section.value())
                        .entries()
                        .forEach((text, entry) -> {
                            Named hosts = keys.named("dependsOn", text, entry.keyLine());
                            List<String> before = entry.value() instanceof YamlNode.Items
                                    ? YamlKeys.texts(keys.file(), text, entry.value())
                                    : List.of(YamlKeys.scalar(keys.file(), text, entry.value()));
                            before.forEach(one ->
                                    all.add(new DependencyEntry(hosts, keys.named("dependsOn", one, entry.keyLine()))));
                        }));
        return all;
    }

    private static BudgetEntry budget(YamlKeys keys) {
        keys.only(BUDGET_KEYS);
        Named on = on(keys, "a budget");
        return new BudgetEntry(
                on,
                keys.number("max", 1, Integer.MAX_VALUE)
                        .orElseThrow(() -> keys.complaint("max", "a budget needs max: a number of hosts")));
    }

    private static Named on(YamlKeys keys, String what) {
        return keys.hosts("on").orElseThrow(() -> keys.complaint("on", what + " needs on: the hosts"));
    }

    private static FailureLimits limits(YamlKeys keys) {
        Map<FailureKind, Share> limits = new EnumMap<>(FailureKind.class);
        keys.entry("limits").ifPresent(entry -> {
            YamlKeys its = YamlKeys.of(keys.file(), "limits", entry.value()).only(LIMIT_KEYS);
            for (FailureKind kind : FailureKind.values()) {
                its.share(kind.key()).ifPresent(share -> limits.put(kind, share));
            }
        });
        return new FailureLimits(limits);
    }
}
