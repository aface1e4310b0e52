package dev.convoy.cli.plan;

import java.util.List;

/**
 * What the operator's own configuration adds to a run.
 *
 * @param hooks in the order in which they run
 * @param windows of the hosts that have any
 */
public record HouseRules(List<HookPlan> hooks, List<WindowPlan> windows) {
    public static final HouseRules NONE = new HouseRules(List.of(), List.of());

    public HouseRules {
        hooks = List.copyOf(hooks);
        windows = List.copyOf(windows);
    }
}
