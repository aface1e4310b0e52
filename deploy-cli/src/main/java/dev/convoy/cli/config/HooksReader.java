package dev.convoy.cli.config;

import dev.convoy.activation.hook.Hook;
import dev.convoy.cli.usage.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code hooks:}, a list of commands. */
final class HooksReader {
    static final String KEY = "hooks";

    private static final List<String> KEYS = List.of("before", "after", "on", "name", "here", "onHost", "timeout");
    private static final List<String> STAGES =
            Stream.of(Hook.Stage.values()).map(Hook.Stage::word).toList();
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private HooksReader() {}

    static List<HookEntry> read(Path file, YamlNode.Entry section) {
        return new YamlKeys(file, Map.of(KEY, section), section.keyLine())
                .items(KEY).stream().map(HooksReader::entry).toList();
    }

    private static HookEntry entry(YamlKeys keys) {
        keys.only(KEYS);
        String moment = one(keys, "before", "after");
        String site = one(keys, "here", "onHost");
        String stage = keys.text(moment).orElse("");
        if (!STAGES.contains(stage)) {
            throw keys.complaint(
                    moment,
                    moment + " must be one of " + String.join(", ", STAGES) + ", not \"" + stage + "\""
                            + Nearest.suggestion(stage, STAGES));
        }
        String script = keys.text(site).orElse("");
        return new HookEntry(
                keys.hosts("on"),
                new Hook(
                        keys.text("name").orElseGet(() -> firstLine(script)),
                        moment.equals("before") ? Hook.Moment.BEFORE : Hook.Moment.AFTER,
                        Hook.Stage.valueOf(stage.toUpperCase(Locale.ROOT)),
                        site.equals("here") ? Hook.Site.HERE : Hook.Site.ON_HOST,
                        script,
                        keys.span("timeout").orElse(TIMEOUT)));
    }

    private static String one(YamlKeys keys, String either, String or) {
        List<String> said =
                Stream.of(either, or).filter(key -> keys.entry(key).isPresent()).toList();
        if (said.size() != 1) {
            throw YamlKeys.complaint(keys.file(), keys.line(), "a hook needs exactly one of " + either + ", " + or);
        }
        return said.getFirst();
    }

    private static String firstLine(String script) {
        return script.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
