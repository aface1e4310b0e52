package dev.convoy.cli.plan;

import dev.convoy.activation.rollout.Windows;
import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When hosts may be changed.
 *
 * @param hosts that have the same windows
 * @param now the moment of the plan
 * @param override why the operator goes ahead while they are closed
 */
public record WindowPlan(SortedSet<HostName> hosts, Windows windows, Instant now, Optional<String> override) {
    public WindowPlan {
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }
}
