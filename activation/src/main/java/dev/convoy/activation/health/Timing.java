package dev.convoy.activation.health;

import java.time.Duration;

/**
 * How often a check is made, and what that proves.
 *
 * @param timeout for each try
 * @param interval between the beginnings of two tries
 * @param retries failures in a row that are overlooked
 * @param consecutive passes in a row that are needed in the end
 */
public record Timing(Duration timeout, Duration interval, int retries, int consecutive) {
    /** Half a minute for a service to come up. */
    public static final Timing USUAL = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(5), 6, 1);

    /** For what must not even happen once. */
    public static final Timing STRICT = new Timing(Duration.ofSeconds(30), Duration.ofSeconds(5), 0, 1);

    public Timing {
        if (!timeout.isPositive() || !interval.isPositive() || retries < 0 || consecutive < 1) {
            throw new IllegalArgumentException("no check can be made with " + timeout + ", " + interval + ", " + retries
                    + " retries, " + consecutive + " in a row");
        }
    }
}
