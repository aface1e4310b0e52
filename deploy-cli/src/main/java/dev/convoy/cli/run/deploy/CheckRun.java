package dev.convoy.cli.run.deploy;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.PlanJson;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.Json;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.FailureText;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.Fleet;
import java.util.ArrayList;
import java.util.List;

/** Says whether a deployment could succeed: evaluates every host, reaches it, and reports all that is in the way. */
public final class CheckRun {
    private CheckRun() {}

    public static ExitCode run(Session session, Selector selector, boolean json) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return frame.read(() -> {
                Fleet fleet = new FleetReader(rooms, session, frame.log()).read(selector);
                DeploymentPlan plan = PlanRun.plan(Goal.SWITCH, fleet, frame, rooms);
                ExitCode code = plan.refused().isEmpty() ? ExitCode.SUCCESS : ExitCode.HOSTS_FAILED;
                return new RunFrame.Reading(code, to -> print(session, plan, json, to));
            });
        }
    }

    private static void print(Session session, DeploymentPlan plan, boolean json, Surroundings to) {
        if (json) {
            to.out().print(Json.text(PlanJson.of(plan)));
            return;
        }
        for (Line line : lines(plan)) {
            to.out().println(line.text(RunFrame.color(session)));
        }
    }

    private static List<Line> lines(DeploymentPlan plan) {
        List<Line> lines = new ArrayList<>();
        for (HostPlan host : plan.hosts()) {
            switch (host.step()) {
                case HostPlan.Step.Unchanged() -> lines.add(ready(host, "runs what the flake says"));
                case HostPlan.Step.Change change -> {
                    lines.add(ready(host, "can be deployed"));
                    change.warnings()
                            .forEach(w -> lines.add(
                                    Line.of("  warning: ", Tone.WARNING).with(w)));
                }
                case HostPlan.Step.Away(Failure why, var waits) ->
                    lines.add(Line.of(host.host().value() + ": ", Tone.STRONG)
                            .with(waits.isPresent() ? "waited for" : "skipped", Tone.DIM)
                            .with(", " + Offline.reason(why)));
                case HostPlan.Step.Refused(List<Failure> problems) ->
                    problems.forEach(
                            p -> lines.addAll(FailureText.of(host.host().value(), p)));
            }
        }
        int ready = plan.hosts().size() - plan.refused().size() - plan.away().size();
        lines.add(Line.of(ready + " of " + Measure.count(plan.hosts().size(), "host") + " ready", Tone.STRONG));
        return lines;
    }

    private static Line ready(HostPlan host, String how) {
        return Line.of(host.host().value() + ": ", Tone.STRONG)
                .with("ready", Tone.GOOD)
                .with(", " + how);
    }
}
