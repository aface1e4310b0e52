package dev.convoy.cli.run;

import dev.convoy.activation.Specialisation;
import dev.convoy.activation.Terms;
import dev.convoy.activation.WhenStuck;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.journal.RunHead;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.LockedFlake;
import java.util.Optional;

/**
 * What all hosts of a run have in common.
 *
 * @param operator who answers for it, as hosts record it
 * @param flake what is deployed; its revision is recorded on the hosts
 * @param terms that each host holds convoy and the new system to
 * @param specialisation that shall run
 * @param reboot whether it may restart hosts
 */
record Orders(
        String runId,
        Goal goal,
        String operator,
        LockedFlake flake,
        Terms terms,
        Specialisation specialisation,
        RebootPolicy reboot) {
    /** @throws UsageException if it is no name */
    static Specialisation specialisation(Settings settings) {
        Optional<String> name = settings.text(Setting.SPECIALISATION);
        if (name.isEmpty()) {
            return new Specialisation.Kept();
        }
        if (!Specialisation.Named.isName(name.get())) {
            throw new UsageException("--specialisation: '" + name.get() + "' cannot be the name of a specialisation");
        }
        return name.get().equals("none") ? new Specialisation.Base() : new Specialisation.Named(name.get());
    }

    static Terms terms(Settings settings) {
        return new Terms(
                settings.span(Setting.ACTIVATION_TIMEOUT),
                settings.span(Setting.CONFIRM_TIMEOUT),
                settings.text(Setting.WHEN_STUCK).equals(Optional.of("stop")) ? WhenStuck.STOP : WhenStuck.REBOOT);
    }

    /** For the journal. */
    RunHead head(String command, Optional<String> note) {
        return new RunHead(runId, command, goal, operator, flake, note);
    }
}
