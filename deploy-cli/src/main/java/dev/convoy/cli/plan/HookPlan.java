package dev.convoy.cli.plan;

import dev.convoy.activation.hook.Hook;
import dev.convoy.evaluator.HostName;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A hook that a run will call.
 *
 * @param hosts once for each of these, if the host comes to that stage
 */
public record HookPlan(Hook hook, SortedSet<HostName> hosts) {
    public HookPlan {
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }
}
