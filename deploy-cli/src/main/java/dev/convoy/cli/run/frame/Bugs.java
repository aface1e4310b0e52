package dev.convoy.cli.run.frame;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.run.Surroundings;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns whatever was thrown into a failure; what nobody expected is traced, and remembered for the exit code. */
public final class Bugs {
    private final Surroundings surroundings;
    private final AtomicBoolean found = new AtomicBoolean();

    public Bugs(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public Failure failure(Throwable thrown, Phase phase) {
        return Failures.expected(thrown, phase).orElseGet(() -> {
            found.set(true);
            return Failures.bug(BugReport.write(surroundings, thrown).replace('\n', ' '), phase);
        });
    }

    public boolean wereFound() {
        return found.get();
    }
}
