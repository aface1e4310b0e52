package dev.convoy.activation.rollout;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Hosts that have their turn before those of the next stage.
 *
 * @param hosts all that it speaks of; those that an earlier stage has are not its own
 * @param batch how many of them make a wave; all, if empty
 * @param maxParallel how many of a wave may be unsettled at once: from the beginning of its activation until its soak is
 *     over
 * @param soak how long a host must stay healthy before its wave is judged
 * @param limits how many of the stage's hosts may fail; silent where the run's limits speak
 */
public record Stage<H extends Comparable<? super H>>(
        String name,
        SortedSet<H> hosts,
        Optional<Share> batch,
        OptionalInt maxParallel,
        Duration soak,
        FailureLimits limits) {
    public Stage {
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    }
}
