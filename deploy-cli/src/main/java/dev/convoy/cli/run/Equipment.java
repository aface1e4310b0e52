package dev.convoy.cli.run;

import dev.convoy.cli.config.Settings;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.JournalException;
import dev.convoy.cli.journal.Step;
import dev.convoy.evaluator.HostName;

/** What every part of a run works with. */
record Equipment(
        Rooms rooms,
        Settings settings,
        HostRoutes routes,
        Limits limits,
        Interruption interruption,
        EventLog log,
        Bugs bugs,
        Journal journal) {

    /** For what follows {@link Step#BEGIN}: without it, a run that goes on still knows that it must read the host. */
    void note(HostName host, Step step) {
        try {
            journal.step(host, step);
        } catch (JournalException e) {
            log.publish(host, Phase.REPORT, new Body.Warning(String.valueOf(e.getMessage())));
        }
    }

    /** What became true is true whether or not it can be written down, so a full disk ends no run here. */
    void remember(HostName host, HostOutcome outcome) {
        try {
            journal.ended(host, outcome);
        } catch (JournalException e) {
            log.publish(host, Phase.REPORT, new Body.Warning(String.valueOf(e.getMessage())));
        }
    }
}
