package dev.convoy.cli.run.frame;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.JournalException;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.reach.HostRoutes;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.ui.ProgressStyle;
import dev.convoy.cli.ui.Prompt;
import dev.convoy.cli.ui.RunUi;
import dev.convoy.cli.ui.UiSettings;
import dev.convoy.cli.ui.log.LibraryLogs;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.EvaluationException;
import dev.convoy.transfer.ssh.config.SshTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What surrounds every run: its events and who shows them, Ctrl-C, questions to the operator, and the exit code. A failure
 * of the run as a whole ends here; those of single hosts never come this far.
 */
public final class RunFrame implements AutoCloseable {
    private final Session session;
    private final String runId;
    private final Prompt prompt;
    private final EventLog log;
    private final Interruption interruption = new Interruption();
    private final Bugs bugs;
    private final Signals signals;
    private final LibraryLogs.Listening libraries;
    private final Journal journal;

    private RunFrame(Session session, String runId, UiSettings settings) {
        this(session, runId, RunUi.open(settings));
    }

    /** @param ui what shows and asks */
    public RunFrame(Session session, String runId, RunUi ui) {
        this.session = session;
        this.runId = runId;
        this.prompt = ui.prompt();
        this.log = new EventLog(ui.sinks(), session.surroundings().clock());
        this.bugs = new Bugs(session.surroundings());
        this.journal = Journal.of(
                runsDirectory(session).resolve(runId), session.surroundings().clock());
        this.signals = Signals.onInterrupt(this::interrupted);
        this.libraries = LibraryLogs.listen(entry -> log.publish(Phase.REPORT, entry));
    }

    /** For a command that changes hosts: it has a name, a journal and a report. */
    public static RunFrame forRun(Session session, boolean json) {
        return forRun(session, RunId.create(session.surroundings().clock(), new SecureRandom()), json);
    }

    /** @param runId of a run that goes on, or a new one */
    public static RunFrame forRun(Session session, String runId, boolean json) {
        requireLogs(session);
        return new RunFrame(session, runId, uiSettings(session, progress(session, ProgressStyle.PLAIN), json));
    }

    /** A run that changes hosts and leaves no trace of what it did is not begun. */
    private static void requireLogs(Session session) {
        Path runs = runsDirectory(session);
        try {
            Files.createDirectories(runs);
        } catch (IOException e) {
            throw unwritable(runs);
        }
        if (!Files.isWritable(runs)) {
            throw unwritable(runs);
        }
    }

    private static UsageException unwritable(Path runs) {
        return new UsageException(
                "nothing was done: logs cannot be written to " + runs + "; set XDG_STATE_HOME to a directory that can");
    }

    /** For a command that only reads: on a terminal it shows that it is alive, elsewhere it prints its result only. */
    public static RunFrame forReading(Session session) {
        return new RunFrame(session, "", uiSettings(session, progress(session, ProgressStyle.NONE), false));
    }

    public EventLog log() {
        return log;
    }

    public String runId() {
        return runId;
    }

    public Prompt prompt() {
        return prompt;
    }

    public Equipment equipment(Rooms rooms) {
        Settings settings = session.settings();
        return new Equipment(
                rooms,
                settings,
                new HostRoutes(
                        settings.hosts(),
                        ThisMachine.name(),
                        SshTransport.parse(settings.value(Setting.SSH_TRANSPORT).text())
                                .orElseThrow()),
                Limits.of(settings),
                interruption,
                log,
                bugs,
                journal);
    }

    /** Does the work and publishes how it ended. */
    public ExitCode run(String command, String goal, Callable<ExitCode> work) {
        log.publish(Phase.PLAN, new Body.RunStarted(runId, command, goal));
        ExitCode code = guarded(work, failure -> log.publish(failure.phase(), new Body.RunFailed(failure)));
        remember(code);
        log.publish(Phase.REPORT, new Body.RunFinished(code));
        return code;
    }

    private void remember(ExitCode code) {
        try {
            journal.ended(code);
        } catch (JournalException e) {
            log.publish(Phase.REPORT, new Body.Warning(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Does work that only reads, and prints why it could not be done.
     *
     * @param work gives what is to be printed when nothing is drawn any more
     */
    public ExitCode read(Callable<Reading> work) {
        var reading = new AtomicReference<>(Reading.NOTHING);
        var failures = new ArrayList<Failure>();
        ExitCode code = guarded(
                () -> {
                    reading.set(work.call());
                    return reading.get().code();
                },
                failures::add);
        close();
        reading.get().print().accept(session.surroundings());
        failures.forEach(failure -> FailureText.of(failure)
                .forEach(line -> session.surroundings().err().println(line.text(color(session)))));
        return code;
    }

    /** Takes the live table away while work prints by itself. */
    public <T> T printing(Callable<T> work) throws Exception {
        try (var _ = prompt.aside()) {
            return work.call();
        }
    }

    /** What a command found out, and how it says so. */
    public record Reading(ExitCode code, Consumer<Surroundings> print) {
        static final Reading NOTHING = new Reading(ExitCode.SUCCESS, _ -> {});
    }

    private ExitCode guarded(Callable<ExitCode> work, Consumer<Failure> failed) {
        try {
            ExitCode code = interruption.during(work);
            return interruption.isStopping() ? ExitCode.INTERRUPTED : bugs.wereFound() ? ExitCode.BUG : code;
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        } catch (UsageException e) {
            failed.accept(new Failure("usage", Phase.PLAN, String.valueOf(e.getMessage()), List.of(), List.of()));
            return ExitCode.USAGE;
        } catch (EvaluationException e) {
            failed.accept(Failures.of(e.failure(), Phase.EVALUATE));
            return ExitCode.NOTHING_TOUCHED;
        } catch (Exception e) {
            failed.accept(bugs.failure(e, Phase.PLAN));
            return bugs.wereFound() ? ExitCode.BUG : ExitCode.NOTHING_TOUCHED;
        }
    }

    /**
     * Shows the lines and asks; without anyone to ask, or with {@code --yes}, the answer is yes.
     *
     * @param lines made only if they are to be shown
     */
    public boolean agrees(Callable<List<Line>> lines, String question) throws Exception {
        Settings settings = session.settings();
        if (settings.isOn(Setting.YES) || !asks()) {
            return true;
        }
        log.flush();
        try (var _ = prompt.aside()) {
            show(lines.call());
            return prompt.confirm(question, "give --yes");
        }
    }

    /** Asks what to do when the rollout cannot go on by itself. */
    public Operator operator() {
        return new Operator() {
            @Override
            public boolean canBeAsked() {
                return asks();
            }

            @Override
            public String choose(List<Line> lines, String question, List<String> words) throws InterruptedException {
                log.flush();
                try (var _ = prompt.aside()) {
                    show(lines);
                    return prompt.choose(question, words, "choose another --on-failure");
                }
            }
        };
    }

    private void show(List<Line> lines) {
        boolean color = color(session);
        lines.forEach(line -> session.surroundings().err().println(line.text(color)));
    }

    /** Whether a question would reach someone. */
    public boolean asks() {
        return session.surroundings().canAsk()
                && prompt.isPossible()
                && !session.settings().isOn(Setting.YES);
    }

    private void interrupted() {
        switch (interruption.signal()) {
            case STOPPING ->
                log.publish(
                        Phase.REPORT,
                        new Body.Warning(
                                "stopping: what has not begun is left alone, hosts that are being activated come to"
                                        + " their end. Ctrl-C again cuts; they then go on by themselves"));
            case CUTTING -> log.publish(Phase.REPORT, new Body.Warning("cut; 'convoy status' says what the hosts run"));
        }
    }

    @Override
    public void close() {
        libraries.close();
        log.close();
        journal.close();
        // Last: until the report is out, another Ctrl-C must not end the program without it.
        signals.close();
    }

    public static boolean color(Session session) {
        return switch (session.settings().value(Setting.COLOR).text()) {
            case "always" -> true;
            case "never" -> false;
            default ->
                session.surroundings().errIsTerminal()
                        && session.surroundings().variable("NO_COLOR").isEmpty()
                        && !session.surroundings().variable("TERM").equals(Optional.of("dumb"));
        };
    }

    /** Each run has its own directory below: the logs of its hosts. */
    public static Path runsDirectory(Session session) {
        return session.surroundings().stateDirectory().resolve("runs");
    }

    private static UiSettings uiSettings(Session session, ProgressStyle progress, boolean json) {
        Surroundings here = session.surroundings();
        return new UiSettings(
                progress,
                color(session),
                json,
                here.out(),
                here.err(),
                runsDirectory(session),
                here.clock().withZone(java.time.ZoneId.systemDefault()),
                session.settings().isOn(Setting.VERBOSE));
    }

    private static ProgressStyle progress(Session session, ProgressStyle elsewhere) {
        if (session.settings().isOn(Setting.QUIET)) {
            return ProgressStyle.NONE;
        }
        ProgressStyle asked = ProgressStyle.valueOf(
                session.settings().value(Setting.PROGRESS).text().toUpperCase(Locale.ROOT));
        boolean redrawable = session.surroundings().errIsTerminal();
        return asked == ProgressStyle.AUTO && !redrawable ? elsewhere : asked;
    }
}
