package dev.convoy.cli.run.rollout;

import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.rollout.Windows;
import dev.convoy.cli.config.HookEntry;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HookPlan;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.HostPlan.Restart;
import dev.convoy.cli.plan.HouseRules;
import dev.convoy.cli.plan.WindowPlan;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.host.ChangeWindows;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which windows and hooks of the configuration concern the hosts of a plan. */
public record PlannedRules(Equipment equipment, Goal goal, Function<HostName, Optional<DeploymentFacts>> facts) {
    public HouseRules of(Collection<HostPlan> hosts) {
        return new HouseRules(hooks(hosts), windows(hosts));
    }

    private List<WindowPlan> windows(Collection<HostPlan> hosts) {
        if (!goal.changesHosts()) {
            return List.of();
        }
        ChangeWindows windows = ChangeWindows.of(equipment);
        Map<Windows, SortedSet<HostName>> same = new LinkedHashMap<>();
        for (HostPlan host : hosts) {
            if (!(host.step() instanceof HostPlan.Step.Unchanged)) {
                facts.apply(host.host())
                        .map(its -> windows.of(host.host(), its))
                        .filter(its -> !its.all().isEmpty())
                        .ifPresent(its ->
                                same.computeIfAbsent(its, _ -> new TreeSet<>()).add(host.host()));
            }
        }
        return same.entrySet().stream()
                .map(group -> new WindowPlan(
                        group.getValue(), group.getKey(), windows.clock().instant(), windows.reason()))
                .toList();
    }

    /** In the order in which they run. */
    private List<HookPlan> hooks(Collection<HostPlan> hosts) {
        return equipment.settings().hooks().stream()
                .map(entry -> new HookPlan(
                        entry.hook(),
                        hosts.stream()
                                .filter(host -> runs(entry, host))
                                .map(HostPlan::host)
                                .collect(Collectors.toCollection(TreeSet::new))))
                .filter(plan -> !plan.hosts().isEmpty())
                .sorted(Comparator.comparing((HookPlan plan) -> plan.hook().stage())
                        .thenComparing(plan -> plan.hook().moment()))
                .toList();
    }

    private boolean runs(HookEntry entry, HostPlan host) {
        return host.step() instanceof HostPlan.Step.Change change
                && comesTo(entry.hook().stage(), change)
                && facts.apply(host.host())
                        .filter(its -> equipment.settings().mean(entry.on(), host.host(), its.tags()))
                        .isPresent();
    }

    /** As far as is known before the new system is built. */
    private boolean comesTo(Hook.Stage stage, HostPlan.Step.Change change) {
        if (goal == Goal.DRY_ACTIVATE) {
            return false;
        }
        if (goal == Goal.REBOOT) {
            return stage == Hook.Stage.REBOOT;
        }
        return switch (stage) {
            case BUILD -> true;
            case COPY ->
                goal.copies()
                        && !change.buildsThere()
                        && change.copy().map(copy -> copy.paths() > 0).orElse(true);
            case ACTIVATION -> goal.changesHosts();
            case REBOOT -> change.restart() != Restart.NO;
        };
    }
}
