package dev.convoy.cli.run;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns whatever was thrown into a failure; what nobody expected is traced, and remembered for the exit code. */
final class Bugs {
    private final Surroundings surroundings;
    private final AtomicBoolean found = new AtomicBoolean();

    Bugs(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Failure failure(Throwable thrown, Phase phase) {
        return Failures.expected(thrown, phase).orElseGet(() -> {
            found.set(true);
            return Failures.bug(BugReport.write(surroundings, thrown).replace('\n', ' '), phase);
        });
    }

    boolean wereFound() {
        return found.get();
    }
}
