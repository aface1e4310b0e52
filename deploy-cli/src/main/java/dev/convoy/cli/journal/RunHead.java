package dev.convoy.cli.journal;

import dev.convoy.cli.plan.Goal;
import dev.convoy.evaluator.LockedFlake;
import java.util.Optional;

/**
 * What a run is, before it does anything.
 *
 * @param command as the operator called it, such as {@code deploy}
 * @param operator such as {@code eve@laptop}
 * @param note what was overridden, in the operator's words
 * @param said what else the operator said; empty in journals of before this was recorded, which nobody can go on with
 */
public record RunHead(
        String runId,
        String command,
        Goal goal,
        String operator,
        LockedFlake flake,
        Optional<String> note,
        Optional<Said> said) {}
