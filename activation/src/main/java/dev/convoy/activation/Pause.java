package dev.convoy.activation;

import java.time.Duration;

/** Waiting. A test moves its clock instead. */
@FunctionalInterface
interface Pause {
    void pause(Duration time) throws InterruptedException;
}
