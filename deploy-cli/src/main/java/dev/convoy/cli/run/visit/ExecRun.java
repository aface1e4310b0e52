package dev.convoy.cli.run.visit;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Printable;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.FailureText;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.select.Selector;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Runs one command on many hosts, and passes on what they print as it comes, each line with the name of its host. */
public final class ExecRun {
    /** Commands take as long as they take; Ctrl-C ends them. */
    private static final Duration UNLIMITED = Duration.ofDays(30);

    private ExecRun() {}

    /** @param words a program and its arguments; a single word is a line for the shell */
    public static ExitCode run(Session session, Selector selector, List<String> words, boolean asRoot) {
        Command plain = words.size() == 1 ? Command.shell("convoy-exec", words.getFirst()) : Command.of(words);
        Command command = (asRoot ? plain.asRoot() : plain).within(UNLIMITED);
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return frame.read(() -> {
                List<Place> places = Place.of(new FleetReader(rooms, session, frame.log()).read(selector));
                int width = places.stream()
                        .mapToInt(p -> p.host().value().length())
                        .max()
                        .orElse(0);
                var offline = Offline.atOnce(session.settings());
                List<Visits.Visit<ExitStatus>> ends = frame.printing(() -> Visits.all(
                        frame.equipment(rooms),
                        places,
                        (place, link) -> run(link.machine().start(command), prefix(place, width), session)));
                boolean all = ends.stream().allMatch(v -> switch (v) {
                    case Visits.Visit.Answered<ExitStatus>(Place _, ExitStatus end) -> end.isSuccess();
                    case Visits.Visit.Failed<ExitStatus> failed -> failed.isSkipped(offline);
                });
                return new RunFrame.Reading(
                        all ? ExitCode.SUCCESS : ExitCode.HOSTS_FAILED, to -> summarise(session, ends, offline, to));
            });
        }
    }

    private static String prefix(Place place, int width) {
        String name = place.host().value();
        return name + " ".repeat(width - name.length()) + " | ";
    }

    private static ExitStatus run(Running running, String prefix, Session session) throws InterruptedException {
        try (running) {
            running.stdin().close();
            Thread out = Thread.startVirtualThread(() -> pass(
                    running, running.stdout(), prefix, session.surroundings().out()));
            Thread err = Thread.startVirtualThread(() -> pass(
                    running, running.stderr(), prefix, session.surroundings().err()));
            ExitStatus exit = running.waitFor();
            out.join();
            err.join();
            return exit;
        } catch (IOException e) {
            return new ExitStatus.Lost(String.valueOf(e.getMessage()));
        }
    }

    private static void pass(Running running, InputStream from, String prefix, PrintStream to) {
        try (var text = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            var lines = new ShortLines(text);
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                to.println(prefix + Printable.line(line.get()));
                // Asking flushes: what a command prints is shown when it comes. Where nobody reads any more, as before
                // a
                // `head` that has seen enough, the command ends, as it would here.
                if (to.checkError()) {
                    running.close();
                    return;
                }
            }
        } catch (IOException e) {
            // The stream broke with its connection; the exit status says so.
            return;
        }
    }

    private static void summarise(
            Session session, List<Visits.Visit<ExitStatus>> ends, Offline offline, Surroundings to) {
        boolean color = RunFrame.color(session);
        for (Visits.Visit<ExitStatus> end : ends) {
            switch (end) {
                case Visits.Visit.Answered<ExitStatus>(Place place, ExitStatus exit) -> {
                    if (!exit.isSuccess()) {
                        to.err()
                                .println(Line.of(place.host().value() + ": ", Tone.STRONG)
                                        .with(exit.describe(), Tone.BAD)
                                        .text(color));
                    }
                }
                case Visits.Visit.Failed<ExitStatus> failed
                when failed.isSkipped(offline) ->
                    to.err()
                            .println(Line.of(failed.place().host().value() + ": ", Tone.STRONG)
                                    .with("skipped, " + Offline.reason(failed.why()), Tone.DIM)
                                    .text(color));
                case Visits.Visit.Failed<ExitStatus>(Place place, Failure why) ->
                    FailureText.of(place.host().value(), why)
                            .forEach(line -> to.err().println(line.text(color)));
            }
        }
    }
}
