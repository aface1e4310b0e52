package dev.convoy.cli.journal;

import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.evaluator.HostName;
import java.util.List;

/**
 * That a rollout does not go on.
 *
 * @param action what was chosen
 * @param back the hosts that are to be put back
 */
public record Halt(String reason, OnFailure action, List<HostName> back) {
    public Halt {
        back = List.copyOf(back);
    }
}
