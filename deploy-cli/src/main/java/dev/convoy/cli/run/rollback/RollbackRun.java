package dev.convoy.cli.run.rollback;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.Begun;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.frame.ThisMachine;
import dev.convoy.cli.run.host.Activations;
import dev.convoy.cli.run.host.Destination;
import dev.convoy.cli.run.host.HostIds;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.host.RebootPolicy;
import dev.convoy.cli.run.host.Rejoining;
import dev.convoy.cli.run.host.Rollback;
import dev.convoy.cli.run.host.WayBack;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.rollout.PastHosts;
import dev.convoy.cli.run.rollout.Verdicts;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.machine.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes hosts back to the system that ran before, as the host itself recorded it, to a generation, or to what ran before a
 * run. Needs no build and no copy: what a host ran is in its store.
 */
public final class RollbackRun {
    private final Session session;
    private final Selector selector;
    private final Destination destination;
    private final RunFrame frame;
    private final Equipment equipment;
    private final EventLog log;
    private final Verdicts verdicts = new Verdicts();

    private RollbackRun(Session session, Selector selector, Destination destination, RunFrame frame, Rooms rooms) {
        this.session = session;
        this.selector = selector;
        this.destination = destination;
        this.frame = frame;
        this.equipment = frame.equipment(rooms);
        this.log = frame.log();
    }

    public static ExitCode run(Session session, Selector selector, Destination destination, boolean json) {
        check(session, selector, destination);
        try (var frame = RunFrame.forRun(session, json);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, selector, destination, frame, rooms);
        }
    }

    /** What the operator got wrong is said before there is a run. */
    private static void check(Session session, Selector selector, Destination destination) {
        Offline.atOnce(session.settings());
        Orders.specialisation(session.settings());
        if (destination instanceof Destination.BeforeRun(RunRecord run)) {
            Place.of(run, selector, session.settings());
        }
    }

    static ExitCode run(Session session, Selector selector, Destination destination, RunFrame frame, Rooms rooms) {
        var run = new RollbackRun(session, selector, destination, frame, rooms);
        return frame.run("rollback", "", run::steps);
    }

    /** The rest of a rollback whose process is gone. */
    public static ExitCode resume(Session session, RunRecord run, RunFrame frame, Rooms rooms) {
        var rest = new RollbackRun(session, new Selector.All(), new Destination.AsPlanned(run), frame, rooms);
        return frame.run("resume", "", rest::steps);
    }

    private ExitCode steps() throws Exception {
        resumed()
                .ifPresentOrElse(
                        _ -> equipment.journal().resume(ThisMachine.operator(session.surroundings())),
                        () -> HistoryRun.unfinished(session)
                                .ifPresent(text -> log.publish(Phase.PLAN, new Body.Warning(text))));
        var offline = Offline.atOnce(session.settings());
        Origin origin = origin();
        List<Visits.Visit<WayBack>> ways =
                Visits.staying(equipment, origin.places(), new WayBack.Finder(equipment, destination));
        List<Visits.Visit.Answered<WayBack>> open = new ArrayList<>();
        for (Visits.Visit<WayBack> way : ways) {
            switch (way) {
                case Visits.Visit.Failed<WayBack> failed ->
                    end(
                            failed.place().host(),
                            failed.isSkipped(offline)
                                    ? Offline.skipped(failed.why())
                                    : new HostOutcome.Failed(failed.why()));
                case Visits.Visit.Answered<WayBack> answered -> {
                    if (answered.answer().isThere()) {
                        answered.answer().link().close();
                        end(answered.place().host(), there(answered.place().host()));
                    } else {
                        open.add(answered);
                    }
                }
            }
        }
        if (open.isEmpty()) {
            return verdicts.exitCode();
        }
        String question = "roll back " + Measure.count(open.size(), "host") + "?";
        if (!frame.agrees(() -> open.stream().map(RollbackRun::line).toList(), question)) {
            open.forEach(way -> {
                way.answer().link().close();
                end(way.place().host(), new HostOutcome.Skipped("declined"));
            });
            return ExitCode.DECLINED;
        }
        Orders orders = new Orders(
                resumed().map(HostIds::ofResumed).orElseGet(() -> HostIds.ofNew(frame.runId())),
                Goal.SWITCH,
                ThisMachine.operator(session.surroundings()),
                origin.flake(),
                Orders.terms(session.settings()),
                Orders.specialisation(session.settings()),
                RebootPolicy.NEVER,
                Optional.empty());
        if (resumed().isEmpty()) {
            equipment
                    .journal()
                    .begin(
                            orders.head("rollback", session),
                            open.stream().map(RollbackRun::head).toList());
        }
        goBack(orders, open);
        return verdicts.exitCode();
    }

    private Optional<RunRecord> resumed() {
        return destination instanceof Destination.AsPlanned(RunRecord run) ? Optional.of(run) : Optional.empty();
    }

    private int begunBefore(HostName host) {
        return resumed()
                .flatMap(run -> Optional.ofNullable(run.hosts().get(host)))
                .map(HostRecord::begun)
                .orElse(0);
    }

    private HostOutcome there(HostName host) {
        return begunBefore(host) > 0
                ? new HostOutcome.Succeeded("runs it", List.of())
                : new HostOutcome.Unchanged("runs it already");
    }

    /** The hosts, and the flake that they are told to be of. */
    private record Origin(LockedFlake flake, List<Place> places) {}

    /** A run is undone without the flake: its journal has its hosts, and the way to each. */
    private Origin origin() throws InterruptedException {
        return switch (destination) {
            case Destination.Before _, Destination.Numbered _ -> {
                Fleet fleet = new FleetReader(equipment.rooms(), session, log).read(selector);
                yield new Origin(fleet.flake(), Place.of(fleet));
            }
            case Destination.BeforeRun(RunRecord run) -> selected(run, Place.of(run, selector, session.settings()));
            case Destination.AsPlanned(RunRecord run) -> {
                run.all().stream().filter(host -> !host.isOpen()).forEach(this::tellAgain);
                yield selected(
                        run,
                        run.all().stream()
                                .filter(HostRecord::isOpen)
                                .map(Place::of)
                                .toList());
            }
        };
    }

    private Origin selected(RunRecord run, List<Place> places) {
        log.publish(
                Phase.EVALUATE,
                new Body.HostsSelected(places.stream().map(Place::host).toList()));
        return new Origin(run.head().flake(), places);
    }

    /** An earlier process read from the host how it ended there. */
    private void tellAgain(HostRecord host) {
        HostOutcome outcome = PastHosts.outcome(host.ending().orElseThrow(), List.of());
        verdicts.add(host.host(), outcome);
        log.publish(host.host(), Phase.REPORT, new Body.HostFinished(outcome));
    }

    private static HostHead head(Visits.Visit.Answered<WayBack> way) {
        return new HostHead(
                way.place().host(),
                way.place().facts(),
                Optional.empty(),
                way.answer().state().running(),
                way.answer().state().profile(),
                way.answer().back(),
                OptionalInt.of(1));
    }

    private static Line line(Visits.Visit.Answered<WayBack> way) {
        HostName host = way.place().host();
        String from = way.answer()
                .state()
                .running()
                .map(path -> SystemName.of(path, host))
                .orElse("?");
        return Line.of(host.value() + "  ", Tone.STRONG)
                .with(from + " -> " + SystemName.of(way.answer().back(), host));
    }

    private void goBack(Orders orders, List<Visits.Visit.Answered<WayBack>> ways) throws Exception {
        try (var scope = new TaskScope<HostOutcome>()) {
            for (Visits.Visit.Answered<WayBack> way : ways) {
                scope.fork(way.place().host().value(), () -> goBack(orders, way));
            }
            equipment.interruption().undisturbed(scope::join);
        }
    }

    private HostOutcome goBack(Orders orders, Visits.Visit.Answered<WayBack> way) {
        HostName host = way.place().host();
        HostOutcome outcome;
        try {
            outcome = equipment.interruption().during(() -> activate(orders, way));
        } catch (InterruptedException e) {
            outcome = equipment.interruption().isCut()
                    ? new HostOutcome.Indeterminate(Failures.interrupted(Phase.ACTIVATE))
                    : new HostOutcome.Skipped("stopped before it was changed");
        } catch (Exception e) {
            outcome = new HostOutcome.Failed(equipment.bugs().failure(e, Phase.ACTIVATE));
        }
        end(host, outcome);
        return outcome;
    }

    private HostOutcome activate(Orders orders, Visits.Visit.Answered<WayBack> way) throws Exception {
        HostName host = way.place().host();
        try (Link _ = way.answer().link();
                var _ = equipment.limits().activations().take(_ -> {})) {
            return equipment.interruption().undisturbed(() -> {
                log.publish(host, Phase.ACTIVATE, new Body.PhaseStarted());
                Optional<ActivationOutcome> earlier = rejoin(orders, host, way.answer());
                ActivationOutcome outcome = earlier.isPresent() ? earlier.get() : begin(orders, host, way.answer());
                return Activations.outcome(outcome, orders.goal(), way.answer().back(), host);
            });
        }
    }

    private ActivationOutcome begin(Orders orders, HostName host, WayBack way) throws InterruptedException {
        // What was followed meanwhile may have ended elsewhere than where it was seen.
        WayBack now = begunBefore(host) == 0
                ? way
                : new WayBack(way.link(), equipment.rooms().observe(way.link().machine()), way.back());
        equipment.journal().step(host, Step.BEGIN);
        return new Rollback(equipment, orders.ids().next(host), orders, orders.specialisation())
                .go(host, now, ActivationGoal.SWITCH, Phase.ACTIVATE);
    }

    /** What an earlier process began there, to its end; empty if it is to be begun anew. */
    private Optional<ActivationOutcome> rejoin(Orders orders, HostName host, WayBack way) throws InterruptedException {
        if (begunBefore(host) == 0) {
            return Optional.empty();
        }
        var request = orders.request(orders.ids().last(host), ActivationGoal.SWITCH, way.back(), Optional.empty());
        Optional<Begun> begun = equipment
                .rooms()
                .rejoin(way.link(), request, event -> log.publish(host, Phase.ACTIVATE, new Body.Activation(event)));
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        equipment.note(host, Step.CONFIRM);
        return Optional.of(begun.get().confirmed()).filter(end -> !Rejoining.isUnanswered(end));
    }

    private void end(HostName host, HostOutcome outcome) {
        verdicts.add(host, outcome);
        equipment.remember(host, outcome);
        log.publish(host, Phase.REPORT, new Body.HostFinished(outcome));
    }
}
