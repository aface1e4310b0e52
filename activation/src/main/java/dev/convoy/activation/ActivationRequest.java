package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.Optional;

/**
 * One activation on one host.
 *
 * @param runId names the run everywhere: in files, units and the ledger of the host; letters, digits, {@code -}
 * @param toplevel must be valid in the host's store
 * @param expected what the plan saw running; where something else runs now, nothing is touched
 * @param deadline for {@code switch-to-configuration}, on the host
 */
public record ActivationRequest(
        String runId,
        ActivationGoal goal,
        StorePath toplevel,
        Optional<StorePath> expected,
        String operator,
        Optional<String> revision,
        boolean dirty,
        Optional<String> lockHash,
        Duration deadline) {}
