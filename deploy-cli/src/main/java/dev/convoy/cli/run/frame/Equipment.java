package dev.convoy.cli.run.frame;

import dev.convoy.cli.config.Settings;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Halt;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.JournalException;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.run.reach.HostRoutes;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.evaluator.HostName;
import java.util.Collection;
import java.util.Optional;

/** What every part of a run works with. */
public record Equipment(
        Rooms rooms,
        Settings settings,
        HostRoutes routes,
        Limits limits,
        Interruption interruption,
        EventLog log,
        Bugs bugs,
        Journal journal) {

    /** For what follows {@link Step#BEGIN}: without it, a run that goes on still knows that it must read the host. */
    public void note(HostName host, Step step) {
        warned(Optional.of(host), () -> journal.step(host, step));
    }

    public void note(HostName host, Step step, String reason) {
        warned(Optional.of(host), () -> journal.step(host, step, reason));
    }

    public void noteFailing(HostName host, Collection<String> checks) {
        warned(Optional.of(host), () -> journal.failing(host, checks));
    }

    public void noteHalt(Halt halt) {
        warned(Optional.empty(), () -> journal.halted(halt));
    }

    public void noteForgiven() {
        warned(Optional.empty(), journal::forgiven);
    }

    /** What became true is true whether or not it can be written down, so a full disk ends no run here. */
    public void remember(HostName host, HostOutcome outcome) {
        warned(Optional.of(host), () -> journal.ended(host, outcome));
    }

    private void warned(Optional<HostName> host, Runnable line) {
        try {
            line.run();
        } catch (JournalException e) {
            var warning = new Body.Warning(String.valueOf(e.getMessage()));
            host.ifPresentOrElse(
                    its -> log.publish(its, Phase.REPORT, warning), () -> log.publish(Phase.REPORT, warning));
        }
    }
}
