package dev.convoy.cli.run;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.PlanJson;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.Fleet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out what a deployment would do, and stops there. Builds nothing, changes nothing, anywhere. */
public final class PlanRun {
    private PlanRun() {}

    public static ExitCode run(Session session, Goal goal, Selector selector, boolean json) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return frame.read(() -> {
                DeploymentPlan plan = plan(session, goal, selector, frame, rooms);
                return new RunFrame.Reading(code(plan), to -> print(session, plan, json, to));
            });
        }
    }

    /** Evaluates, looks at every host, and compares. */
    static DeploymentPlan plan(Session session, Goal goal, Selector selector, RunFrame frame, Rooms rooms)
            throws InterruptedException {
        Equipment equipment = frame.equipment(rooms);
        Fleet fleet = new FleetReader(rooms, session, frame.log()).read(selector);
        List<Survey.Finding> findings = Surveys.lookAtAll(
                equipment, new Survey(equipment, goal, true), fleet.hosts().values());
        List<Contact> contacts = findings.stream()
                .map(Survey.Finding::contact)
                .flatMap(Optional::stream)
                .toList();
        try {
            List<HostPlan> hosts =
                    new ArrayList<>(findings.stream().map(Survey.Finding::plan).toList());
            fleet.failures()
                    .forEach(f -> hosts.add(new HostPlan(
                            f.host(),
                            Optional.empty(),
                            Optional.empty(),
                            new HostPlan.Step.Refused(List.of(Failures.of(f.failure(), Phase.EVALUATE))))));
            hosts.sort(Comparator.comparing(HostPlan::host));
            BuildPlan builds = Surveys.missing(rooms, new DeploymentPlan(goal, hosts, Optional.empty()), contacts);
            return new DeploymentPlan(goal, hosts, Optional.of(builds));
        } finally {
            contacts.forEach(Contact::close);
        }
    }

    private static ExitCode code(DeploymentPlan plan) {
        if (plan.refused().isEmpty()) {
            return ExitCode.SUCCESS;
        }
        boolean nothingEvaluates = plan.hosts().stream()
                .allMatch(h -> h.step() instanceof HostPlan.Step.Refused(List<Failure> problems)
                        && problems.getFirst().phase() == Phase.EVALUATE);
        return nothingEvaluates ? ExitCode.NOTHING_TOUCHED : ExitCode.HOSTS_FAILED;
    }

    private static void print(Session session, DeploymentPlan plan, boolean json, Surroundings to) {
        if (json) {
            to.out().print(Json.text(PlanJson.of(plan)));
            return;
        }
        for (Line line : PlanText.of(plan, session.settings().isOn(Setting.VERBOSE))) {
            to.out().println(line.text(RunFrame.color(session)));
        }
    }
}
