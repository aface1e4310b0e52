package dev.convoy.activation;

import java.time.Duration;
import java.util.List;

/**
 * What the host holds convoy and the new system to.
 *
 * @param deadline for each call of {@code switch-to-configuration}
 * @param confirmWindow how long the host runs a new system that nobody confirms, before it goes back by itself
 * @param bootWindow the same for one that it booted, and was not switched to live
 */
public record Terms(Duration deadline, Duration confirmWindow, Duration bootWindow, WhenStuck whenStuck) {
    public Terms {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline must be positive, not " + deadline);
        }
        for (Duration window : List.of(confirmWindow, bootWindow)) {
            if (!window.isPositive()) {
                throw new IllegalArgumentException("a confirm window must be positive, not " + window);
            }
        }
    }
}
