package dev.convoy.cli.run.resume;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.journal.Said;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.frame.Sayings;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.reboot.RebootRun;
import dev.convoy.cli.run.rollback.RollbackRun;
import dev.convoy.cli.usage.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Goes on with a run whose process is gone: under its name, with its journal, as it was begun, and from what its hosts say. */
public final class ResumeRun {
    private ResumeRun() {}

    /** @param which an id, or a part of one; without it, the latest run that was cut off */
    public static ExitCode run(Session session, Optional<String> which, boolean json) {
        Optional<RunRecord> found = which.map(text -> HistoryRun.find(session, text))
                .or(() -> HistoryRun.journals(session).unfinished());
        if (found.isEmpty()) {
            session.surroundings().err().println("nothing to resume: no run of this machine was cut off");
            return ExitCode.SUCCESS;
        }
        RunRecord run = found.get();
        Session then = asThen(session, checked(run));
        try (var frame = RunFrame.forRun(then, run.id(), json);
                var rooms = new RealRooms(then, frame.prompt())) {
            return run(then, run, frame, rooms, frame.operator());
        }
    }

    public static ExitCode run(Session session, RunRecord run, RunFrame frame, Rooms rooms, Operator operator) {
        return switch (run.head().command()) {
            case "rollback" -> RollbackRun.resume(session, run, frame, rooms);
            case "reboot" -> RebootRun.resume(session, run, frame, rooms, operator);
            default -> ResumedDeployment.run(session, run, frame, rooms, operator);
        };
    }

    /** @throws UsageException if nobody can go on with it */
    private static Said checked(RunRecord run) {
        if (run.going()) {
            throw new UsageException("run " + run.id() + " still goes on: another convoy on this machine works on it");
        }
        if (!run.leftSomething()) {
            throw new UsageException("run " + run.id() + " came to its end, so there is nothing to resume; 'convoy"
                    + " history " + run.id() + "' says how");
        }
        Said said = run.head()
                .said()
                .orElseThrow(() -> new UsageException("run " + run.id()
                        + " cannot be resumed: the convoy that began it did not write down how; deploy anew"));
        for (String file : said.files()) {
            if (!Files.exists(Path.of(file))) {
                throw new UsageException("run " + run.id() + " cannot be resumed: it was begun with " + file
                        + ", which is not there any more");
            }
        }
        return said;
    }

    /** From where it was begun, and with what was said then. What is said now comes on top. */
    public static Session asThen(Session now, Said said) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        Stream.of(Setting.values()).forEach(setting -> {
            Optional.ofNullable(said.settings().get(setting.key())).ifPresent(text -> given.put(setting, text));
            if (Sayings.isGiven(now.settings().value(setting))) {
                given.put(setting, now.settings().value(setting).text());
            }
        });
        Surroundings there = now.surroundings().in(Path.of(said.directory()));
        Settings settings = new SettingsLoader(there.environment(), there.directory()).load(given);
        return new Session(there, settings);
    }
}
