package dev.convoy.cli.plan;

import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A plan that was put aside, to be looked at and carried out later: exactly these derivations, and only where still runs what
 * ran then.
 *
 * @param operator who made it
 */
public record SavedPlan(
        Instant made, String operator, Goal goal, LockedFlake flake, SortedMap<HostName, PlannedHost> hosts) {
    public SavedPlan {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }

    /** @param running what ran when the plan was made; empty where nothing did that convoy could tell */
    public record PlannedHost(HostSpec spec, Optional<StorePath> running) {}
}
