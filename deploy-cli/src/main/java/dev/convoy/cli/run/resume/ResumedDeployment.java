package dev.convoy.cli.run.resume;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Halt;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.HostIds;
import dev.convoy.cli.run.host.HostPipeline;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.rollout.Deployment;
import dev.convoy.cli.run.rollout.GcRoots;
import dev.convoy.cli.run.rollout.PastHosts;
import dev.convoy.cli.run.rollout.PlannedRules;
import dev.convoy.cli.run.rollout.Rollouts;
import dev.convoy.cli.run.rollout.RunRollback;
import dev.convoy.cli.run.rollout.Surveys;
import dev.convoy.cli.run.rollout.Verdicts;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rest of a deployment whose process is gone. First what was begun comes to its end, because hosts on trial wait for an
 * answer; then every host is read; then the rest is done, in the waves and under the gates that the run had.
 */
final class ResumedDeployment {
    private final Session session;
    private final RunRecord run;
    private final RunFrame frame;
    private final Operator operator;
    private final Equipment equipment;
    private final EventLog log;
    private final Orders orders;
    private final RolloutPlan rollout;
    private final PastHosts past;
    private final Verdicts verdicts = new Verdicts();

    private ResumedDeployment(Session session, RunRecord run, RunFrame frame, Rooms rooms, Operator operator) {
        this.session = session;
        this.run = run;
        this.frame = frame;
        this.operator = operator;
        this.equipment = frame.equipment(rooms);
        this.log = frame.log();
        this.orders =
                Orders.of(HostIds.ofResumed(run), run.head().goal(), run.head().flake(), session);
        this.rollout = Rollouts.of(session.settings(), run);
        this.past = new PastHosts(equipment, orders, rollout, run);
    }

    static ExitCode run(Session session, RunRecord run, RunFrame frame, Rooms rooms, Operator operator) {
        return frame.run(
                "resume",
                run.head().goal().word(),
                () -> new ResumedDeployment(session, run, frame, rooms, operator).steps());
    }

    private ExitCode steps() throws Exception {
        equipment.journal().resume(orders.operator());
        log.publish(Phase.PLAN, new Body.HostsSelected(List.copyOf(run.hosts().keySet())));
        var deployment = new Deployment(session, run.id(), equipment, orders, rollout, verdicts);
        List<HostPipeline> over = past.bringToTheirEnds();
        over.forEach(host -> keep(deployment, host));
        run.all().stream()
                .filter(HostRecord::wasLeftOut)
                .map(host ->
                        past.over(host.host(), PastHosts.outcome(host.ending().orElseThrow(), List.of())))
                .forEach(host -> keep(deployment, host));
        if (run.halt().isPresent()) {
            return finishHalt(run.halt().get(), over);
        }
        List<Survey.Finding> findings = lookAtTheRest(over);
        List<Contact> contacts = new ArrayList<>();
        for (Survey.Finding finding : findings) {
            finding.contact().ifPresent(contacts::add);
            decided(finding.plan())
                    .ifPresent(
                            outcome -> keep(deployment, past.over(finding.plan().host(), outcome)));
        }
        List<HostPlan> hosts = findings.stream().map(Survey.Finding::plan).toList();
        var rules = new PlannedRules(
                equipment,
                orders.goal(),
                host -> Optional.of(past.record(host).head().facts()));
        var plan = new DeploymentPlan(orders.goal(), hosts, rollout, rules.of(hosts), Optional.empty());
        if (!contacts.isEmpty() && !agrees(plan, contacts)) {
            contacts.forEach(this::decline);
            return ExitCode.DECLINED;
        }
        contacts.forEach(contact -> deployment.add(past.asThen(contact), Surveys.buildsThere(plan, contact.host())));
        deployment.run(operator);
        return verdicts.exitCode();
    }

    /** A host of which all is known. One that is in no wave counts for the report only. */
    private void keep(Deployment deployment, HostPipeline host) {
        HostRecord record = past.record(host.host());
        host.outcome().ifPresent(outcome -> verdicts.add(host.host(), outcome));
        if (record.head().wave().isPresent()) {
            deployment.addOver(host, record.isForgiven());
        } else {
            host.close();
        }
    }

    private List<Survey.Finding> lookAtTheRest(List<HostPipeline> over) throws InterruptedException {
        List<HostName> known = over.stream().map(HostPipeline::host).toList();
        List<HostSpec> rest = run.all().stream()
                .filter(host -> !known.contains(host.host()) && !host.wasLeftOut())
                .map(PastHosts::spec)
                .toList();
        return Surveys.lookAtAll(equipment, new Survey(equipment, orders.goal(), frame.asks(), rest.size()), rest)
                .stream()
                .map(past::check)
                .toList();
    }

    private Optional<HostOutcome> decided(HostPlan plan) {
        return switch (plan.step()) {
            case HostPlan.Step.Unchanged() -> Optional.of(past.isThere(plan.host()));
            case HostPlan.Step.Refused(List<Failure> problems) ->
                Optional.of(new HostOutcome.Failed(Failures.together(problems)));
            case HostPlan.Step.Away away -> Optional.of(Offline.outcome(away));
            case HostPlan.Step.Change _ -> Optional.empty();
        };
    }

    private boolean agrees(DeploymentPlan plan, List<Contact> contacts) throws Exception {
        return frame.agrees(
                () -> PlanText.of(plan, session.settings().isOn(Setting.VERBOSE)),
                "go on and " + orders.goal().word() + " " + Measure.count(contacts.size(), "host") + "?");
    }

    private void decline(Contact contact) {
        contact.close();
        past.over(contact.host(), new HostOutcome.Skipped("declined")).close();
    }

    /** The run had been stopped by a gate: what was to be put back is put back, and nothing more is begun. */
    private ExitCode finishHalt(Halt halt, List<HostPipeline> over) throws Exception {
        verdicts.stopped();
        log.publish(Phase.ACTIVATE, new Body.RolloutHalted(halt.reason(), halt.action()));
        List<HostPipeline> back = over.stream()
                .filter(host -> halt.back().contains(host.host()))
                .filter(host -> !(host.outcome().orElseThrow() instanceof HostOutcome.RolledBack))
                .toList();
        try (var _ = GcRoots.open(session, run.id())) {
            new RunRollback(equipment, orders, rollout).undo(back, halt.reason());
        }
        run.all().stream()
                .filter(host -> !host.wasLeftOut())
                .filter(host -> over.stream().noneMatch(known -> known.host().equals(host.host())))
                .forEach(host -> verdicts.add(
                        host.host(),
                        past.over(host.host(), new HostOutcome.Skipped("not begun: the rollout was stopped before"))
                                .outcome()
                                .orElseThrow()));
        over.forEach(host -> {
            host.outcome().ifPresent(outcome -> verdicts.add(host.host(), outcome));
            host.close();
        });
        return verdicts.exitCode();
    }
}
