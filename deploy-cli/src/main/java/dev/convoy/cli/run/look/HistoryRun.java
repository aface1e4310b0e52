package dev.convoy.cli.run.look;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.journal.Journals;
import dev.convoy.cli.journal.Journals.Found;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.run.Json;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.usage.UsageException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Says what was deployed from this machine, out of its journals. Needs neither the flake nor the hosts. */
public final class HistoryRun {
    private HistoryRun() {}

    /** @param most runs that are listed */
    public static ExitCode list(Session session, int most, boolean json) {
        List<Found> all = journals(session).all();
        List<Found> runs = all.subList(0, Math.min(most, all.size()));
        if (json) {
            session.surroundings().out().print(Json.text(HistoryJson.list(runs)));
            return ExitCode.SUCCESS;
        }
        if (runs.isEmpty()) {
            session.surroundings()
                    .err()
                    .println("no run has changed hosts from this machine; 'convoy history --hosts' asks the hosts");
            return ExitCode.SUCCESS;
        }
        print(session, HistoryText.list(runs, zone()));
        unfinished(session).ifPresent(session.surroundings().err()::println);
        if (runs.size() < all.size()) {
            session.surroundings().err().println(all.size() - runs.size() + " earlier; --limit shows more");
        }
        return ExitCode.SUCCESS;
    }

    public static ExitCode one(Session session, String run, boolean json) {
        RunRecord found = find(session, run);
        if (json) {
            session.surroundings().out().print(Json.text(HistoryJson.one(found)));
        } else {
            print(session, HistoryText.one(found, journals(session).directoryOf(found), zone()));
        }
        return ExitCode.SUCCESS;
    }

    public static Journals journals(Session session) {
        return new Journals(RunFrame.runsDirectory(session));
    }

    /** In one sentence, that there is a run which was cut off. */
    public static Optional<String> unfinished(Session session) {
        return journals(session)
                .unfinished()
                .map(run -> "run " + run.id() + " was cut off before it was done; 'convoy resume' goes on with it");
    }

    /**
     * The run that is meant by an id, or by a part of one that no other has.
     *
     * @throws UsageException if there is none, or not one only
     */
    public static RunRecord find(Session session, String run) {
        List<Found> matching = journals(session).matching(run);
        if (matching.isEmpty()) {
            throw new UsageException("there is no run \"" + run + "\"; 'convoy history' lists them");
        }
        if (matching.size() > 1) {
            throw new UsageException("\"" + run + "\" could be any of " + matching.size()
                    + " runs; 'convoy history' shows their whole names");
        }
        return switch (matching.getFirst()) {
            case Found.Whole(RunRecord record) -> record;
            case Found.Broken(String id, String problem) ->
                throw new UsageException("the journal of run " + id + ": " + problem);
        };
    }

    private static void print(Session session, List<Line> lines) {
        boolean color = RunFrame.color(session);
        lines.forEach(line -> session.surroundings().out().println(line.text(color)));
    }

    private static ZoneId zone() {
        return ZoneId.systemDefault();
    }
}
