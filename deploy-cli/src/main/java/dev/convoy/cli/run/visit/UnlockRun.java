package dev.convoy.cli.run.visit;

import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Unlocking;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.FailureText;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.visit.Visits.Visit;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Frees hosts from runs that hold them: from a dead one when asked, from one that is alive when asked twice. */
public final class UnlockRun {
    private final RunFrame frame;
    private final Rooms rooms;
    private final Equipment equipment;

    private UnlockRun(RunFrame frame, Rooms rooms) {
        this.frame = frame;
        this.rooms = rooms;
        this.equipment = frame.equipment(rooms);
    }

    /** @param force not to ask before a run is ended that is alive */
    public static ExitCode run(Session session, Selector selector, boolean force) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, selector, force, frame, rooms);
        }
    }

    static ExitCode run(Session session, Selector selector, boolean force, RunFrame frame, Rooms rooms) {
        return frame.read(() -> {
            List<Place> places = Place.of(new FleetReader(rooms, session, frame.log()).read(selector));
            return new UnlockRun(frame, rooms).steps(session, places, force);
        });
    }

    private RunFrame.Reading steps(Session session, List<Place> places, boolean force) throws Exception {
        List<Visit<HostState>> seen = Visits.all(equipment, places, (_, link) -> rooms.observe(link.machine()));
        List<Line> lines = new ArrayList<>();
        List<Place> held = new ArrayList<>();
        List<Line> holders = new ArrayList<>();
        Map<HostName, HostLock> alive = new TreeMap<>();
        boolean failed = false;
        for (Visit<HostState> visit : seen) {
            HostName host = visit.place().host();
            switch (visit) {
                case Visit.Failed<HostState>(Place _, Failure why) -> {
                    lines.addAll(FailureText.of(host.value(), why));
                    failed = true;
                }
                case Visit.Answered<HostState>(Place place, HostState state) -> {
                    Optional<Line> holder = holder(host, state);
                    state.runInProgress().ifPresent(lock -> alive.put(host, lock));
                    if (holder.isPresent()) {
                        held.add(place);
                        holders.add(holder.get());
                    } else {
                        lines.add(named(host).with("no run holds it"));
                    }
                }
            }
        }
        if (!held.isEmpty()) {
            if (!frame.agrees(() -> holders, "free " + Measure.count(held.size(), "host") + "?")) {
                return new RunFrame.Reading(ExitCode.DECLINED, _ -> {});
            }
            boolean end = alive.isEmpty() || mayEnd(alive.size(), force);
            for (Visit<Unlocking.Unlocked> visit : Visits.all(
                    equipment,
                    held,
                    (place, link) -> end && alive.containsKey(place.host())
                            ? rooms.unlock(link, alive.get(place.host()).runId())
                            : rooms.unlock(link))) {
                failed |= !tell(visit, lines);
            }
        }
        return new RunFrame.Reading(
                failed ? ExitCode.HOSTS_FAILED : ExitCode.SUCCESS,
                to -> lines.forEach(line -> to.out().println(line.text(RunFrame.color(session)))));
    }

    /** The second question. */
    private boolean mayEnd(int living, boolean force) throws Exception {
        if (force || !frame.asks()) {
            return force;
        }
        String runs = living == 1 ? "a run that is alive" : Measure.count(living, "run") + " that are alive";
        return frame.agrees(
                List::of,
                "end " + runs + ", though whoever began may still wait? What is not confirmed is taken back.");
    }

    private static Optional<Line> holder(HostName host, HostState state) {
        Optional<Line> alive = state.runInProgress()
                .map(lock -> named(host)
                        .with("run " + lock.runId() + " of " + lock.operator() + ", since " + lock.since())
                        .with(lock.state().map(step -> ", " + step).orElse(""))
                        .with(", is alive", Tone.BAD));
        return alive.or(() -> state.interrupted().map(run -> named(host).with("run " + run + ", was cut short")));
    }

    /** Whether the host is free. */
    private static boolean tell(Visit<Unlocking.Unlocked> visit, List<Line> lines) {
        HostName host = visit.place().host();
        return switch (visit) {
            case Visit.Failed<Unlocking.Unlocked>(Place _, Failure why) -> {
                lines.addAll(FailureText.of(host.value(), why));
                yield false;
            }
            case Visit.Answered<Unlocking.Unlocked>(Place _, Unlocking.Unlocked unlocked) ->
                tell(host, unlocked, lines);
        };
    }

    private static boolean tell(HostName host, Unlocking.Unlocked unlocked, List<Line> lines) {
        return switch (unlocked) {
            case Unlocking.Unlocked.WasFree() -> {
                lines.add(named(host).with("no run holds it any more"));
                yield true;
            }
            case Unlocking.Unlocked.Freed(String run, var running) -> {
                lines.add(named(host)
                        .with("free", Tone.GOOD)
                        .with("; run " + run + " is at its end")
                        .with(running.map(path -> ", it runs " + SystemName.of(path, host))
                                .orElse("")));
                yield true;
            }
            case Unlocking.Unlocked.Refused(HostLock holder) -> {
                lines.addAll(FailureText.of(
                        host.value(),
                        failure(
                                "unlock.alive",
                                "run " + holder.runId() + " of " + holder.operator() + " is alive; it was left alone",
                                "Wait for it, or give --yes --force.")));
                yield false;
            }
            case Unlocking.Unlocked.Busy(String run) -> {
                lines.addAll(FailureText.of(
                        host.value(),
                        failure(
                                "unlock.busy",
                                "run " + run + " is being brought to its end, which is not there yet",
                                "'convoy status' says when it is.")));
                yield false;
            }
        };
    }

    private static Line named(HostName host) {
        return Line.of(host.value() + ": ", Tone.STRONG);
    }

    private static Failure failure(String code, String message, String hint) {
        return new Failure(code, Phase.ACTIVATE, message, List.of(), List.of(hint));
    }
}
