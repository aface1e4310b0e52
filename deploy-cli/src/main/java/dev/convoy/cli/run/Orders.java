package dev.convoy.cli.run;

import dev.convoy.activation.Terms;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.journal.RunHead;
import dev.convoy.cli.plan.Goal;
import dev.convoy.evaluator.LockedFlake;
import java.util.Optional;

/**
 * What all hosts of a run have in common.
 *
 * @param operator who answers for it, as hosts record it
 * @param flake what is deployed; its revision is recorded on the hosts
 * @param terms that each host holds convoy and the new system to
 */
record Orders(String runId, Goal goal, String operator, LockedFlake flake, Terms terms) {
    static Terms terms(Settings settings) {
        return new Terms(settings.span(Setting.ACTIVATION_TIMEOUT), settings.span(Setting.CONFIRM_TIMEOUT));
    }

    /** For the journal. */
    RunHead head(String command, Optional<String> note) {
        return new RunHead(runId, command, goal, operator, flake, note);
    }
}
