package dev.convoy.activation;

import java.time.Duration;

/**
 * What the host holds convoy and the new system to.
 *
 * @param deadline for each call of {@code switch-to-configuration}
 * @param confirmWindow how long the host runs a new system that nobody confirms, before it goes back by itself
 */
public record Terms(Duration deadline, Duration confirmWindow, WhenStuck whenStuck) {
    public Terms {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline must be positive, not " + deadline);
        }
        if (!confirmWindow.isPositive()) {
            throw new IllegalArgumentException("a confirm window must be positive, not " + confirmWindow);
        }
    }
}
