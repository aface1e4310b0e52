package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.Optional;

/** Requests for tests; the operator's name tries to write a line of its own into the ledger. */
final class Requests {
    private Requests() {}

    static ActivationRequest of(String runId, ActivationGoal goal, StorePath toplevel, Duration deadline) {
        return of(runId, goal, toplevel, deadline, Duration.ofSeconds(30));
    }

    static ActivationRequest of(
            String runId, ActivationGoal goal, StorePath toplevel, Duration deadline, Duration window) {
        return new ActivationRequest(
                runId,
                goal,
                toplevel,
                Optional.empty(),
                new Specialisation.Kept(),
                new Provenance("alice@laptop\nrun=forged", Optional.of("abc123"), true, Optional.of("sha256-lock")),
                new Terms(deadline, window, window, WhenStuck.STOP));
    }
}
