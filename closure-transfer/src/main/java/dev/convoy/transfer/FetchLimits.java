package dev.convoy.transfer;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long a host may take to fetch. Without a limit of ours a cache that does not answer would hold a deployment for as long
 * as Nix is patient, which is five minutes for each of five attempts.
 *
 * @param question for the first path, which is small: whether there is a cache that has anything
 * @param leastRate bytes a second, below which the host is not worth waiting for
 */
record FetchLimits(Duration question, Duration least, long leastRate) {
    private static final Duration SHORT_QUESTION = Duration.ofSeconds(4);
    private static final Duration LONG_QUESTION = Duration.ofSeconds(20);
    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final long SLOW = 100_000;

    /** Nothing is sent instead: it may take as long as it takes, and Nix itself gives up on a cache that hangs. */
    static FetchLimits none() {
        return new FetchLimits(Duration.ofHours(12), Duration.ofHours(12), Long.MAX_VALUE);
    }

    /** What would be there sooner if it were sent is not waited for. */
    static FetchLimits of(Substitution when, OptionalLong sendingRate) {
        return new FetchLimits(
                when == Substitution.ALWAYS ? LONG_QUESTION : SHORT_QUESTION,
                when == Substitution.ALWAYS ? LEAST.multipliedBy(3) : LEAST,
                when == Substitution.ALWAYS ? SLOW : Math.max(1, sendingRate.orElse(SLOW)));
    }

    Duration of(long narBytes) {
        Duration sending = Duration.ofMillis(narBytes * 1000 / leastRate);
        return sending.compareTo(least) > 0 ? sending : least;
    }
}
