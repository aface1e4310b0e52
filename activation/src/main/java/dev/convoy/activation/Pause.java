package dev.convoy.activation;

import java.time.Duration;

/** Waiting. A test moves its clock instead. */
@FunctionalInterface
public interface Pause {
    void pause(Duration time) throws InterruptedException;
}
