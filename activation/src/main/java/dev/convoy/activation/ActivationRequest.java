package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.util.Optional;

/**
 * One activation on one host.
 *
 * @param runId names the run everywhere: in files, units and the ledger of the host; at most 64 letters, digits, {@code -}; used once per host
 * @param toplevel must be valid in the host's store
 * @param expected what the plan saw running; where something else runs now, nothing is touched
 */
public record ActivationRequest(
        String runId,
        ActivationGoal goal,
        StorePath toplevel,
        Optional<StorePath> expected,
        Specialisation specialisation,
        Provenance provenance,
        Terms terms) {
    public ActivationRequest {
        if (!isRunId(runId)) {
            throw new IllegalArgumentException("a run id is made of letters, digits and dashes, unlike " + runId);
        }
    }

    static boolean isRunId(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    }
}
