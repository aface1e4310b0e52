package dev.convoy.cli.run.reboot;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.activation.hook.Hook.Stage;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.RebootNeed;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.FailureText;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.frame.ThisMachine;
import dev.convoy.cli.run.host.ChangeWindows;
import dev.convoy.cli.run.host.HookContext;
import dev.convoy.cli.run.host.HostHooks;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.run.visit.Visits.Visit;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Restarts hosts one after another, and says what each runs then. */
public final class RebootRun {
    /** Which of the selected hosts. */
    public enum Which {
        ALL,
        /** Those whose kernel, or whole system, is not what they would boot. */
        IN_NEED
    }

    private final Session session;
    private final RunFrame frame;
    private final Rooms rooms;
    private final Equipment equipment;
    private final List<Line> lines = new ArrayList<>();
    private boolean failed;

    private RebootRun(Session session, RunFrame frame, Rooms rooms) {
        this.session = session;
        this.frame = frame;
        this.rooms = rooms;
        this.equipment = frame.equipment(rooms);
    }

    public static ExitCode run(Session session, Selector selector, Which which) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, selector, which, frame, rooms);
        }
    }

    static ExitCode run(Session session, Selector selector, Which which, RunFrame frame, Rooms rooms) {
        return frame.read(() -> {
            List<Place> places = Place.of(new FleetReader(rooms, session, frame.log()).read(selector));
            return new RebootRun(session, frame, rooms).steps(places, which);
        });
    }

    /** A host that will be restarted, and what it would boot. */
    private record Candidate(Place place, HostState state) {}

    private RunFrame.Reading steps(List<Place> places, Which which) throws Exception {
        var offline = Offline.atOnce(session.settings());
        List<Candidate> candidates = new ArrayList<>();
        for (Visit<HostState> visit : Visits.all(equipment, places, (_, link) -> rooms.observe(link.machine()))) {
            switch (visit) {
                case Visit.Failed<HostState> away
                when away.isSkipped(offline) ->
                    lines.add(named(away.place().host()).with("skipped, " + Offline.reason(away.why()), Tone.DIM));
                case Visit.Failed<HostState>(Place place, Failure why) -> fail(place.host(), why);
                case Visit.Answered<HostState>(Place place, HostState state) -> {
                    Optional<Failure> problem = problem(place, state);
                    if (which == Which.IN_NEED && needs(state).isEmpty()) {
                        lines.add(named(place.host()).with("needs no restart"));
                    } else if (problem.isPresent()) {
                        fail(place.host(), problem.get());
                    } else {
                        candidates.add(new Candidate(place, state));
                    }
                }
            }
        }
        if (candidates.isEmpty()) {
            return reading(failed ? ExitCode.HOSTS_FAILED : ExitCode.SUCCESS);
        }
        String question = "restart " + Measure.count(candidates.size(), "host") + ", one after another?";
        if (!frame.agrees(() -> candidates.stream().map(RebootRun::line).toList(), question)) {
            return reading(ExitCode.DECLINED);
        }
        inTurn(candidates);
        return reading(failed ? ExitCode.HOSTS_FAILED : ExitCode.SUCCESS);
    }

    private void inTurn(List<Candidate> candidates) throws InterruptedException {
        Duration timeout = session.settings().span(Setting.REBOOT_TIMEOUT);
        boolean lost = false;
        for (Candidate candidate : candidates) {
            HostName host = candidate.place().host();
            if (lost) {
                lines.add(named(host).with("left alone, because the one before did not come back"));
                continue;
            }
            Visit<Restarted> visit = Visits.all(
                            equipment, List.of(candidate.place()), (_, link) -> restart(candidate, link, timeout))
                    .getFirst();
            lost = !isBack(host, visit);
        }
    }

    private Restarted restart(Candidate candidate, Link link, Duration timeout) throws InterruptedException {
        HostName host = candidate.place().host();
        var hooks = new HostHooks(equipment, hookContext(candidate), link);
        HostHooks.Ended<Restarted> ended = hooks.around(
                Stage.REBOOT,
                () -> restartedOnce(candidate, link, timeout),
                end -> end instanceof Restarted.Back ? "succeeded" : "failed");
        if (ended.end() instanceof Restarted.Back && ended.problem().isPresent()) {
            throw new RefusedException(ended.problem().get());
        }
        return ended.end();
    }

    /** One that was restarted by hand, and waits to be confirmed, is not restarted again. */
    private Restarted restartedOnce(Candidate candidate, Link link, Duration timeout) throws InterruptedException {
        HostName host = candidate.place().host();
        HostState state = candidate.state();
        Consumer<ActivationEvent> tell = event -> frame.log().publish(host, Phase.ACTIVATE, new Body.Activation(event));
        Restarted end = isOnTrial(state)
                ? new Restarted.Back(state.bootId(), state.running(), state.profile())
                : rooms.restart(link, timeout, tell);
        if (!(end instanceof Restarted.Back(String boot, var _, Optional<StorePath> profile))) {
            return end;
        }
        Optional<Begun> trial = rooms.bootTrial(link, Orders.terms(session.settings()), tell);
        if (trial.isEmpty()) {
            return end;
        }
        return switch (trial.get().confirmed()) {
            case ActivationOutcome.Activated(StorePath running, var _) ->
                new Restarted.Back(boot, Optional.of(running), profile);
            case ActivationOutcome.Failed(var _, ActivationFailure cause) -> new Restarted.Refused(cause);
            case ActivationOutcome.Reverted(var _, ActivationFailure cause) -> new Restarted.Refused(cause);
            case ActivationOutcome.Indeterminate(ActivationFailure cause) -> new Restarted.Away(cause);
            case ActivationOutcome.AlreadyCurrent _,
                    ActivationOutcome.Degraded _,
                    ActivationOutcome.NeedsReboot _,
                    ActivationOutcome.DryRun _ -> end;
        };
    }

    /** Its first boot was begun by somebody else. */
    private static boolean isOnTrial(HostState state) {
        return state.runInProgress()
                .flatMap(HostLock::state)
                .filter("awaiting-confirmation-of-its-boot"::equals)
                .isPresent();
    }

    private HookContext hookContext(Candidate candidate) {
        Place place = candidate.place();
        return new HookContext(
                frame.runId(),
                "reboot",
                ThisMachine.operator(session.surroundings()),
                Optional.empty(),
                place.host(),
                place.facts(),
                candidate.state().profile(),
                candidate.state().running());
    }

    private boolean isBack(HostName host, Visit<Restarted> visit) {
        return switch (visit) {
            case Visit.Failed<Restarted>(Place _, Failure why) -> {
                fail(host, why);
                yield false;
            }
            case Visit.Answered<Restarted>(Place _, Restarted.Back(String _, var running, var _)) -> {
                lines.add(named(host)
                        .with("back", Tone.GOOD)
                        .with(running.map(path -> ", runs " + SystemName.of(path, host))
                                .orElse("")));
                yield true;
            }
            case Visit.Answered<Restarted>(Place _, Restarted.Refused(ActivationFailure cause)) -> {
                fail(host, Failures.of(cause, Phase.ACTIVATE));
                yield false;
            }
            case Visit.Answered<Restarted>(Place _, Restarted.Away(ActivationFailure cause)) -> {
                fail(host, Failures.of(cause, Phase.ACTIVATE));
                yield false;
            }
        };
    }

    private Optional<Failure> problem(Place place, HostState state) {
        if (equipment.routes().to(place.host(), place.facts()) instanceof HostRoute.Here) {
            return Optional.of(new Failure(
                    "reboot.here",
                    Phase.PLAN,
                    "it is this machine, which cannot wait for itself",
                    List.of(),
                    List.of("Restart it by hand, or from another machine.")));
        }
        if (!state.root()) {
            return Optional.of(new Failure(
                    "plan.no-root",
                    Phase.PLAN,
                    "no command can run as root: " + state.rootProblem().orElse("no reason given"),
                    List.of(),
                    List.of()));
        }
        Optional<Failure> closed = ChangeWindows.of(equipment).refusal(place.host(), place.facts());
        if (closed.isPresent()) {
            return closed;
        }
        return state.runInProgress()
                .filter(_ -> !isOnTrial(state))
                .map(lock -> new Failure(
                        "plan.run-in-progress",
                        Phase.PLAN,
                        "run " + lock.runId() + " of " + lock.operator() + " changes it",
                        List.of(),
                        List.of("Wait until it is over. 'convoy unlock' ends it.")));
    }

    /** What a restart would put in force. */
    private static List<String> needs(HostState state) {
        List<String> needs = new ArrayList<>(RebootNeed.of(state));
        if (!state.profile().equals(state.running())) {
            needs.add("the system that boots");
        }
        if (isOnTrial(state)) {
            needs.add("the confirmation of its boot; it is not restarted again");
        }
        return needs;
    }

    private static Line line(Candidate candidate) {
        HostName host = candidate.place().host();
        HostState state = candidate.state();
        List<String> needs = needs(state);
        return named(host)
                .with("runs " + name(state.running(), host) + ", boots " + name(state.profile(), host))
                .with(needs.isEmpty() ? "" : "; needed for " + String.join(", ", needs), Tone.DIM);
    }

    private static String name(Optional<StorePath> system, HostName host) {
        return system.map(path -> SystemName.of(path, host)).orElse("?");
    }

    private void fail(HostName host, Failure why) {
        failed = true;
        lines.addAll(FailureText.of(host.value(), why));
    }

    private RunFrame.Reading reading(ExitCode code) {
        return new RunFrame.Reading(
                code, to -> lines.forEach(line -> to.out().println(line.text(RunFrame.color(session)))));
    }

    private static Line named(HostName host) {
        return Line.of(host.value() + ": ", Tone.STRONG);
    }
}
