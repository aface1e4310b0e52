package dev.convoy.cli.run;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.machine.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        try (var frame = RunFrame.forRun(session, json);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, selector, destination, frame, rooms);
        }
    }

    static ExitCode run(Session session, Selector selector, Destination destination, RunFrame frame, Rooms rooms) {
        var run = new RollbackRun(session, selector, destination, frame, rooms);
        return frame.run("rollback", "", run::steps);
    }

    private ExitCode steps() throws Exception {
        Origin origin = origin();
        List<Visits.Visit<WayBack>> ways =
                Visits.staying(equipment, origin.places(), new WayBack.Finder(equipment, destination));
        List<Visits.Visit.Answered<WayBack>> open = new ArrayList<>();
        for (Visits.Visit<WayBack> way : ways) {
            switch (way) {
                case Visits.Visit.Failed<WayBack>(Place place, Failure why) ->
                    end(place.host(), new HostOutcome.Failed(why));
                case Visits.Visit.Answered<WayBack> answered -> {
                    if (answered.answer().isThere()) {
                        answered.answer().link().close();
                        end(answered.place().host(), new HostOutcome.Unchanged("runs it already"));
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
                frame.runId(),
                Goal.SWITCH,
                ThisMachine.operator(session.surroundings()),
                origin.flake(),
                Orders.terms(session.settings()),
                Orders.specialisation(session.settings()),
                RebootPolicy.NEVER);
        equipment
                .journal()
                .begin(
                        orders.head("rollback", Optional.empty()),
                        open.stream().map(RollbackRun::head).toList());
        goBack(orders, open);
        return verdicts.exitCode();
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
            case Destination.BeforeRun(RunRecord run) -> {
                List<Place> places = Place.of(run, selector, session.settings());
                log.publish(
                        Phase.EVALUATE,
                        new Body.HostsSelected(places.stream().map(Place::host).toList()));
                yield new Origin(run.head().flake(), places);
            }
        };
    }

    private static HostHead head(Visits.Visit.Answered<WayBack> way) {
        return new HostHead(
                way.place().host(),
                way.place().facts(),
                Optional.empty(),
                way.answer().state().running(),
                way.answer().back());
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
                equipment.journal().step(host, Step.BEGIN);
                var outcome = new Rollback(equipment, orders.runId(), orders, orders.specialisation())
                        .go(host, way.answer(), ActivationGoal.SWITCH, Phase.ACTIVATE);
                return Activations.outcome(outcome, orders.goal(), way.answer().back(), host);
            });
        }
    }

    private void end(HostName host, HostOutcome outcome) {
        verdicts.add(host, outcome);
        equipment.remember(host, outcome);
        log.publish(host, Phase.REPORT, new Body.HostFinished(outcome));
    }
}
