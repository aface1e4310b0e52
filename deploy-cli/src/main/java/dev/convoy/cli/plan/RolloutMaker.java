package dev.convoy.cli.plan;

import dev.convoy.activation.rollout.Budget;
import dev.convoy.activation.rollout.Dependencies;
import dev.convoy.activation.rollout.FailureLimits;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.activation.rollout.Rollout;
import dev.convoy.activation.rollout.Stage;
import dev.convoy.cli.config.RolloutSection;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.select.HostSelection;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Works out the rollout that the operator's words mean for the hosts of a run. */
public final class RolloutMaker {
    private final Settings settings;
    private final RolloutSection section;
    private final Goal goal;
    private final SortedMap<HostName, ? extends Set<String>> tags;

    /** @param tags the hosts of the run with the tags that the flake gives them */
    public RolloutMaker(Settings settings, Goal goal, SortedMap<HostName, ? extends Set<String>> tags) {
        this.settings = settings;
        this.goal = goal;
        this.section = settings.rollout();
        this.tags = tags;
    }

    /**
     * @param toDo the hosts that are not as they shall be
     * @param changing those of them that the run can change
     * @param away those of them that are left out
     * @throws UsageException if hosts wait for each other
     */
    public RolloutPlan plan(SortedSet<HostName> toDo, SortedSet<HostName> changing, SortedSet<HostName> away) {
        return RolloutPlan.of(
                rollout(toDo, changing),
                toDo,
                changing,
                onFailure(),
                away,
                section.neverRollBack().map(named -> hosts(named.hosts())).orElseGet(TreeSet::new));
    }

    /** A restart cannot be undone: only a host whose boot is a trial can go back, and that by itself. */
    private OnFailure onFailure() {
        OnFailure said =
                OnFailure.valueOf(settings.value(Setting.ON_FAILURE).text().toUpperCase(Locale.ROOT));
        boolean putsBackOthers = said == OnFailure.WAVE || said == OnFailure.RUN;
        return goal == Goal.REBOOT && putsBackOthers ? OnFailure.HOST : said;
    }

    private Rollout<HostName> rollout(SortedSet<HostName> toDo, SortedSet<HostName> changing) {
        List<Stage<HostName>> stages = new ArrayList<>();
        settings.text(Setting.CANARY).ifPresent(text -> stages.add(canary(text, toDo, changing)));
        section.stages().forEach(entry -> stages.add(stage(entry)));
        List<Budget<HostName>> budgets = section.budgets().stream()
                .map(entry -> new Budget<>(entry.on().text(), hosts(entry.on().hosts()), entry.max()))
                .toList();
        // Whoever says nothing of a rollout gets none: one host's failure is no other host's.
        boolean staged = !stages.isEmpty()
                || !budgets.isEmpty()
                || settings.share(Setting.BATCH).isPresent()
                || !section.limits().limits().isEmpty();
        FailureLimits unsaid = goal == Goal.REBOOT
                ? FailureLimits.NONE.without(section.limits())
                : staged ? FailureLimits.STRICT.without(section.limits()) : FailureLimits.SILENT;
        return new Rollout<>(
                stages.stream().map(stage -> withLimits(stage, unsaid)).toList(),
                withLimits(rest(stages.isEmpty() ? "all" : "rest"), unsaid),
                dependencies(),
                budgets,
                section.limits());
    }

    /** The first by name of those that can be changed; if none can, all of them, so that the stage is seen to be untried. */
    private Stage<HostName> canary(String text, SortedSet<HostName> toDo, SortedSet<HostName> changing) {
        SortedSet<HostName> hosts = hosts(SelectorParser.parse(Setting.CANARY.flag(), text));
        hosts.retainAll(toDo);
        Optional<HostName> first =
                hosts.stream().filter(host -> changing.contains(host)).findFirst();
        first.ifPresent(host -> hosts.retainAll(Set.of(host)));
        return new Stage<>(
                "canary", hosts, Optional.empty(), OptionalInt.empty(), soak(Optional.empty()), FailureLimits.SILENT);
    }

    private Stage<HostName> stage(RolloutSection.StageEntry entry) {
        return new Stage<>(
                entry.name(),
                hosts(entry.on().hosts()),
                entry.batch().or(() -> settings.share(Setting.BATCH)),
                atOnce(entry.maxParallel()),
                soak(entry.soak()),
                entry.limits());
    }

    private Stage<HostName> rest(String name) {
        Stage<HostName> rest = RolloutPlan.rest(FailureLimits.SILENT);
        return new Stage<>(
                name,
                rest.hosts(),
                settings.share(Setting.BATCH),
                atOnce(OptionalInt.empty()),
                soak(Optional.empty()),
                rest.limits());
    }

    /** Hosts that are restarted are out of service, so there is a limit for them that nobody has to think of. */
    private OptionalInt atOnce(OptionalInt maxParallel) {
        return goal == Goal.REBOOT
                ? OptionalInt.of(
                        Math.min(settings.count(Setting.REBOOTS).orElse(1), maxParallel.orElse(Integer.MAX_VALUE)))
                : maxParallel;
    }

    private Duration soak(Optional<Duration> said) {
        return said.or(() -> settings.time(Setting.SOAK)).orElse(Duration.ZERO);
    }

    private static Stage<HostName> withLimits(Stage<HostName> stage, FailureLimits unsaid) {
        return new Stage<>(
                stage.name(),
                stage.hosts(),
                stage.batch(),
                stage.maxParallel(),
                stage.soak(),
                stage.limits().over(unsaid));
    }

    private Dependencies<HostName> dependencies() {
        Dependencies<HostName> all = Dependencies.none();
        for (RolloutSection.DependencyEntry entry : section.dependencies()) {
            all = all.and(hosts(entry.hosts().hosts()), hosts(entry.before().hosts()));
            all.cycle().ifPresent(cycle -> {
                throw new UsageException(entry.hosts().origin().describe() + ": hosts wait for each other: "
                        + cycle.stream().map(HostName::value).collect(Collectors.joining(" -> ")));
            });
        }
        return all;
    }

    private SortedSet<HostName> hosts(Selector selector) {
        var selection = new HostSelection(selector, settings.configuredTags());
        return tags.entrySet().stream()
                .filter(host -> selection.conditionFor(host.getKey()).holds(host.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
