package dev.convoy.cli.run;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.plan.SavedPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One deployment, from the flake to the report, in the order of the design: what can be known first is found out first. */
public final class DeployRun {
    private final Session session;
    private final String command;
    private final Goal goal;
    private final HostSource source;
    private final RunFrame frame;
    private final Halting.Operator operator;
    private final Equipment equipment;
    private final EventLog log;
    private final Verdicts verdicts = new Verdicts();

    private DeployRun(
            Session session,
            String command,
            Goal goal,
            HostSource source,
            RunFrame frame,
            Rooms rooms,
            Halting.Operator operator) {
        this.operator = operator;
        this.session = session;
        this.command = command;
        this.goal = goal;
        this.source = source;
        this.frame = frame;
        this.equipment = frame.equipment(rooms);
        this.log = frame.log();
    }

    /** @param command as the operator called it */
    public static ExitCode run(Session session, String command, Goal goal, Selector selector, boolean json) {
        return run(session, command, goal, new HostSource.FromFlake(selector), json);
    }

    /** Carries out what was planned earlier. */
    public static ExitCode run(Session session, SavedPlan plan, Selector selector, boolean json) {
        return run(session, "deploy", plan.goal(), new HostSource.FromPlan(plan, selector), json);
    }

    private static ExitCode run(Session session, String command, Goal goal, HostSource source, boolean json) {
        try (var frame = RunFrame.forRun(session, json);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, command, goal, source, frame, rooms);
        }
    }

    static ExitCode run(Session session, String command, Goal goal, HostSource source, RunFrame frame, Rooms rooms) {
        return run(session, command, goal, source, frame, rooms, frame.operator());
    }

    /** @param operator is asked when the rollout cannot go on by itself */
    static ExitCode run(
            Session session,
            String command,
            Goal goal,
            HostSource source,
            RunFrame frame,
            Rooms rooms,
            Halting.Operator operator) {
        var run = new DeployRun(session, command, goal, source, frame, rooms, operator);
        return frame.run(command, command.equals(goal.word()) ? "" : goal.word(), run::steps);
    }

    private ExitCode steps() throws Exception {
        Fleet fleet = source.read(equipment.rooms(), session, log);
        fleet.failures().forEach(f -> end(f.host(), new HostOutcome.Failed(Failures.of(f.failure(), Phase.EVALUATE))));
        boolean shown = goal.changesHosts() && frame.asks();
        List<Survey.Finding> findings =
                Surveys.lookAtAll(
                                equipment,
                                new Survey(equipment, goal, shown),
                                fleet.hosts().values())
                        .stream()
                        .map(source::check)
                        .toList();
        List<HostPlan> hosts = findings.stream().map(Survey.Finding::plan).toList();
        List<Contact> contacts = findings.stream()
                .map(Survey.Finding::contact)
                .flatMap(Optional::stream)
                .toList();
        DeploymentPlan plan = plan(fleet, hosts, contacts);
        endWhatIsDecided(plan);
        if (contacts.isEmpty()) {
            return verdicts.exitCode();
        }
        if (shown && !agrees(plan, contacts)) {
            contacts.forEach(c -> decline(c));
            return ExitCode.DECLINED;
        }
        deploy(fleet, plan, contacts);
        return verdicts.exitCode();
    }

    private DeploymentPlan plan(Fleet fleet, List<HostPlan> hosts, List<Contact> contacts) {
        try {
            RolloutPlan rollout = Rollouts.of(session.settings(), goal, fleet, hosts);
            return new DeploymentPlan(goal, hosts, rollout, Optional.empty());
        } catch (UsageException e) {
            contacts.forEach(Contact::close);
            throw e;
        }
    }

    private void endWhatIsDecided(DeploymentPlan plan) {
        for (HostPlan host : plan.hosts()) {
            switch (host.step()) {
                case HostPlan.Step.Unchanged() ->
                    end(
                            host.host(),
                            new HostOutcome.Unchanged(host.running()
                                    .map(path -> "runs " + SystemName.of(path, host.host()))
                                    .orElse("")));
                case HostPlan.Step.Refused(List<Failure> problems) ->
                    end(host.host(), new HostOutcome.Failed(Failures.together(problems)));
                case HostPlan.Step.Change _ -> {}
            }
        }
    }

    private boolean agrees(DeploymentPlan plan, List<Contact> contacts) throws Exception {
        String hosts = Measure.count(contacts.size(), "host");
        return frame.agrees(
                () -> PlanText.of(
                        new DeploymentPlan(
                                goal,
                                plan.hosts(),
                                plan.rollout(),
                                Optional.of(Surveys.missing(equipment.rooms(), plan, contacts))),
                        session.settings().isOn(Setting.VERBOSE)),
                goal.word() + " " + hosts + "?");
    }

    private void decline(Contact contact) {
        contact.close();
        end(contact.host(), new HostOutcome.Skipped("declined"));
    }

    private void deploy(Fleet fleet, DeploymentPlan plan, List<Contact> contacts) throws Exception {
        Orders orders = new Orders(
                frame.runId(),
                goal,
                ThisMachine.operator(session.surroundings()),
                fleet.flake(),
                Orders.terms(session.settings()),
                Orders.specialisation(session.settings()),
                RebootPolicy.of(session.settings()));
        List<HostSpec> buildsHere = contacts.stream()
                .map(Contact::spec)
                .filter(spec -> !Surveys.buildsThere(plan, spec.name()))
                .toList();
        var builds = new BuildQueue(buildsHere);
        if (goal.changesHosts()) {
            begin(orders, fleet, plan);
        }
        SortedMap<HostName, HostPipeline> pipelines = new TreeMap<>();
        contacts.forEach(
                contact -> pipelines.put(contact.host(), new HostPipeline(equipment, orders, contact, builds)));
        try (var roots = GcRoots.open(session, frame.runId());
                var scope = new TaskScope<Boolean>()) {
            scope.fork("build", () -> {
                build(buildsHere, builds, roots);
                return true;
            });
            rollOut(orders, plan.rollout(), pipelines);
            equipment.interruption().undisturbed(scope::join);
        } finally {
            pipelines.values().forEach(host -> {
                host.outcome().ifPresent(outcome -> verdicts.add(host.host(), outcome));
                host.close();
            });
        }
    }

    /** Hosts whose end is known already are in the journal all the same: it says what the run meant for each. */
    private void begin(Orders orders, Fleet fleet, DeploymentPlan plan) {
        List<HostHead> heads = plan.hosts().stream()
                .map(host -> HostHead.of(Objects.requireNonNull(fleet.hosts().get(host.host())), host.running()))
                .toList();
        equipment.journal().begin(orders.head(command, Optional.empty()), heads);
        verdicts.each(equipment::remember);
    }

    private void rollOut(Orders orders, RolloutPlan plan, SortedMap<HostName, HostPipeline> pipelines)
            throws Exception {
        var halting = new Halting(plan.onFailure(), operator, log, verdicts);
        new RolloutRun(equipment, plan, pipelines, halting, new RunRollback(equipment, orders, plan)).run();
    }

    /** Failures of the build are those of the hosts that wait for it, so nothing is thrown here. */
    private void build(List<HostSpec> hosts, BuildQueue builds, GcRoots roots) {
        if (hosts.isEmpty()) {
            return;
        }
        log.publish(Phase.BUILD, new Body.PhaseStarted());
        try {
            equipment.interruption().during(() -> {
                equipment.rooms().build(hosts, roots.directory(), event -> {
                    log.publish(Phase.BUILD, new Body.Build(event));
                    builds.accept(event);
                });
                return true;
            });
            log.publish(Phase.BUILD, new Body.PhaseFinished(roots.isKept() ? "kept in " + roots.directory() : ""));
        } catch (RuntimeException e) {
            builds.end(e);
        } catch (Exception e) {
            builds.end(new IllegalStateException("the build was cut off", e));
        } finally {
            // Whatever happened: nobody may wait for ever.
            builds.endWithoutResult();
        }
    }

    private void end(HostName host, HostOutcome outcome) {
        verdicts.add(host, outcome);
        log.publish(host, Phase.REPORT, new Body.HostFinished(outcome));
    }
}
