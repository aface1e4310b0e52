package dev.convoy.cli.plan;

import dev.convoy.activation.rollout.Windows;
import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When hosts may be changed.
 *
 * @param hosts that have the same windows
 * @param now the moment of the plan
 */
public record WindowPlan(SortedSet<HostName> hosts, Windows windows, Instant now) {
    public WindowPlan {
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }
}
