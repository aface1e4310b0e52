package dev.convoy.cli.run.rollout;

import dev.convoy.cli.config.Settings;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.RolloutMaker;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From what is found at the hosts of a run to the order in which they are changed. */
public final class Rollouts {
    private Rollouts() {}

    /** @throws dev.convoy.cli.usage.UsageException if hosts wait for each other */
    public static RolloutPlan of(Settings settings, Goal goal, Fleet fleet, Collection<HostPlan> hosts) {
        SortedSet<HostName> changing = names(hosts, HostPlan.Step.Change.class::isInstance);
        if (!goal.changesHosts()) {
            return RolloutPlan.atOnce(changing);
        }
        SortedMap<HostName, Set<String>> tags = new TreeMap<>();
        fleet.hosts().forEach((name, spec) -> tags.put(name, spec.facts().tags()));
        fleet.failures().forEach(failure -> tags.put(failure.host(), Set.of()));
        SortedSet<HostName> toDo = names(hosts, step -> !(step instanceof HostPlan.Step.Unchanged));
        fleet.failures().forEach(failure -> toDo.add(failure.host()));
        return new RolloutMaker(settings, goal, tags)
                .plan(toDo, changing, names(hosts, HostPlan.Step.Away.class::isInstance));
    }

    /**
     * Of hosts that are restarted, whether or not their configuration evaluates.
     *
     * @param tags of all of them
     * @throws dev.convoy.cli.usage.UsageException if hosts wait for each other
     */
    public static RolloutPlan ofReboot(
            Settings settings, SortedMap<HostName, Set<String>> tags, Collection<HostPlan> hosts) {
        return new RolloutMaker(settings, Goal.REBOOT, tags)
                .plan(
                        names(hosts, step -> !(step instanceof HostPlan.Step.Unchanged)),
                        names(hosts, HostPlan.Step.Change.class::isInstance),
                        names(hosts, HostPlan.Step.Away.class::isInstance));
    }

    /** As it was when the run began, out of its journal: whatever became of its hosts since, none changes its place. */
    public static RolloutPlan of(Settings settings, RunRecord run) {
        SortedMap<HostName, Set<String>> tags = new TreeMap<>();
        SortedSet<HostName> toDo = new TreeSet<>();
        SortedSet<HostName> changing = new TreeSet<>();
        SortedSet<HostName> away = new TreeSet<>();
        for (HostRecord host : run.all()) {
            tags.put(host.host(), host.head().facts().tags());
            if (host.head().wave().isPresent()) {
                changing.add(host.host());
            }
            if (host.head().wave().isPresent() || !host.isUnchanged()) {
                toDo.add(host.host());
            }
            if (host.wasLeftOut()) {
                away.add(host.host());
            }
        }
        return new RolloutMaker(settings, run.head().goal(), tags).plan(toDo, changing, away);
    }

    /** What is known of each host; empty for those that do not evaluate. */
    public static Function<HostName, Optional<DeploymentFacts>> facts(Fleet fleet) {
        return host -> Optional.ofNullable(fleet.hosts().get(host)).map(HostSpec::facts);
    }

    private static SortedSet<HostName> names(Collection<HostPlan> hosts, Predicate<HostPlan.Step> which) {
        return hosts.stream()
                .filter(host -> which.test(host.step()))
                .map(HostPlan::host)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
