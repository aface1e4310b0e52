package dev.convoy.cli.run.deploy;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.HouseRules;
import dev.convoy.cli.plan.PlanFile;
import dev.convoy.cli.plan.PlanJson;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.plan.SavedPlan;
import dev.convoy.cli.plan.SavedPlan.PlannedHost;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.run.Json;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.frame.ThisMachine;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.rollout.PlannedRules;
import dev.convoy.cli.run.rollout.Rollouts;
import dev.convoy.cli.run.rollout.Surveys;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds out what a deployment would do, and stops there. Builds nothing, changes nothing, anywhere. */
public final class PlanRun {
    private PlanRun() {}

    /** @param out where the plan is put aside, for {@code deploy --plan} */
    public static ExitCode run(Session session, Goal goal, Selector selector, boolean json, Optional<Path> out) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return frame.read(() -> {
                Fleet fleet = new FleetReader(rooms, session, frame.log()).read(selector);
                DeploymentPlan plan = plan(goal, fleet, frame, rooms);
                out.ifPresent(file ->
                        PlanFile.write(session.surroundings().directory().resolve(file), saved(session, fleet, plan)));
                return new RunFrame.Reading(code(plan), to -> print(session, plan, json, to));
            });
        }
    }

    /** Looks at every host, and compares. */
    public static DeploymentPlan plan(Goal goal, Fleet fleet, RunFrame frame, Rooms rooms) throws InterruptedException {
        Equipment equipment = frame.equipment(rooms);
        List<Survey.Finding> findings = Surveys.lookAtAll(
                equipment,
                new Survey(equipment, goal, true, fleet.hosts().size()),
                fleet.hosts().values());
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
            RolloutPlan rollout = Rollouts.of(equipment.settings(), goal, fleet, hosts);
            HouseRules rules = new PlannedRules(equipment, goal, Rollouts.facts(fleet)).of(hosts);
            var unbuilt = new DeploymentPlan(goal, hosts, rollout, rules, Optional.empty());
            BuildPlan builds = Surveys.missing(rooms, unbuilt, contacts);
            return new DeploymentPlan(goal, hosts, rollout, rules, Optional.of(builds));
        } finally {
            contacts.forEach(Contact::close);
        }
    }

    /** Hosts to which nothing can be done are not in it: a plan that is carried out later does what it shows. */
    private static SavedPlan saved(Session session, Fleet fleet, DeploymentPlan plan) {
        SortedMap<HostName, PlannedHost> hosts = new TreeMap<>();
        for (HostPlan host : plan.hosts()) {
            HostSpec spec = fleet.hosts().get(host.host());
            if (spec != null && !plan.refused().contains(host) && !plan.away().contains(host)) {
                hosts.put(host.host(), new PlannedHost(spec, host.running()));
            }
        }
        Surroundings here = session.surroundings();
        return new SavedPlan(here.clock().instant(), ThisMachine.operator(here), plan.goal(), fleet.flake(), hosts);
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
