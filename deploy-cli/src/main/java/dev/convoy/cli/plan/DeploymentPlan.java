package dev.convoy.cli.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a run will do, before it does anything.
 *
 * @param hosts in the order of their names
 * @param rollout in which order they are changed
 * @param rules of the operator, which concern it
 * @param builds for the systems that this machine builds; empty where that could not be found out
 */
public record DeploymentPlan(
        Goal goal, List<HostPlan> hosts, RolloutPlan rollout, HouseRules rules, Optional<BuildPlan> builds) {
    public DeploymentPlan {
        hosts = List.copyOf(hosts);
    }

    public List<HostPlan> changing() {
        return hosts.stream()
                .filter(h -> h.step() instanceof HostPlan.Step.Change)
                .toList();
    }

    public List<HostPlan> refused() {
        return hosts.stream()
                .filter(h -> h.step() instanceof HostPlan.Step.Refused)
                .toList();
    }

    public List<HostPlan> away() {
        return hosts.stream()
                .filter(h -> h.step() instanceof HostPlan.Step.Away)
                .toList();
    }

    public List<HostPlan> unchanged() {
        return hosts.stream()
                .filter(h -> h.step() instanceof HostPlan.Step.Unchanged)
                .toList();
    }
}
