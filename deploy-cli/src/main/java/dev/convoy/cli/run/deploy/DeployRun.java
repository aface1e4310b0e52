package dev.convoy.cli.run.deploy;

import dev.convoy.activation.HostState;
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
import dev.convoy.cli.plan.HouseRules;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.plan.SavedPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.HostIds;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.reach.SigningKeyFile;
import dev.convoy.cli.run.rollout.Deployment;
import dev.convoy.cli.run.rollout.Latecomers;
import dev.convoy.cli.run.rollout.PlannedRules;
import dev.convoy.cli.run.rollout.Rollouts;
import dev.convoy.cli.run.rollout.Surveys;
import dev.convoy.cli.run.rollout.Verdicts;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** One deployment, from the flake to the report, in the order of the design: what can be known first is found out first. */
public final class DeployRun {
    private final Session session;
    private final String command;
    private final Goal goal;
    private final Optional<CacheUrl> cache;
    private final HostSource source;
    private final RunFrame frame;
    private final Operator operator;
    private final Equipment equipment;
    private final EventLog log;
    private final Verdicts verdicts = new Verdicts();

    private DeployRun(
            Session session,
            String command,
            Goal goal,
            Optional<CacheUrl> cache,
            HostSource source,
            RunFrame frame,
            Rooms rooms,
            Operator operator) {
        this.cache = cache;
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
        new SigningKeyFile(session).check();
        try (var frame = RunFrame.forRun(session, json);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, command, goal, source, frame, rooms);
        }
    }

    /** Brings systems to a cache, and touches no host but those that build their own. */
    public static ExitCode push(Session session, CacheUrl cache, Selector selector, boolean json) {
        var _ = new SigningKeyFile(session).signing(cache);
        try (var frame = RunFrame.forRun(session, json);
                var rooms = new RealRooms(session, frame.prompt())) {
            return push(session, cache, new HostSource.FromFlake(selector), frame, rooms);
        }
    }

    static ExitCode push(Session session, CacheUrl cache, HostSource source, RunFrame frame, Rooms rooms) {
        var run =
                new DeployRun(session, "push", Goal.BUILD, Optional.of(cache), source, frame, rooms, frame.operator());
        return frame.run("push", "to " + cache, run::steps);
    }

    public static ExitCode run(
            Session session, String command, Goal goal, HostSource source, RunFrame frame, Rooms rooms) {
        return run(session, command, goal, source, frame, rooms, frame.operator());
    }

    /** @param operator is asked when the rollout cannot go on by itself */
    public static ExitCode run(
            Session session,
            String command,
            Goal goal,
            HostSource source,
            RunFrame frame,
            Rooms rooms,
            Operator operator) {
        var run = new DeployRun(session, command, goal, Optional.empty(), source, frame, rooms, operator);
        return frame.run(command, command.equals(goal.word()) ? "" : goal.word(), run::steps);
    }

    private ExitCode steps() throws Exception {
        if (goal.changesHosts()) {
            HistoryRun.unfinished(session).ifPresent(text -> log.publish(Phase.PLAN, new Body.Warning(text)));
        }
        Instant began = equipment.rooms().clock().instant();
        Fleet fleet = source.read(equipment.rooms(), session, log);
        fleet.failures().forEach(f -> end(f.host(), new HostOutcome.Failed(Failures.of(f.failure(), Phase.EVALUATE))));
        boolean shown = goal.changesHosts() && frame.asks();
        var survey = new Survey(equipment, goal, shown, fleet.hosts().size());
        List<Survey.Finding> findings = Surveys.lookAtAll(
                        equipment, survey, fleet.hosts().values())
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
        Map<HostSpec, Instant> awaited = awaited(fleet, plan, began);
        if (contacts.isEmpty() && awaited.isEmpty()) {
            return verdicts.exitCode();
        }
        if (shown && !agrees(plan, contacts, awaited.size())) {
            contacts.forEach(c -> decline(c));
            awaited.keySet().forEach(host -> end(host.name(), new HostOutcome.Skipped("declined")));
            return ExitCode.DECLINED;
        }
        Orders orders = Orders.of(HostIds.ofNew(frame.runId()), goal, fleet.flake(), session)
                .into(cache);
        if (goal.changesHosts()) {
            begin(orders, fleet, plan);
        }
        verdicts.awaits(awaited.keySet().stream().map(HostSpec::name).toList());
        deploy(orders, plan, contacts);
        var late = new LateTurn(fleet, orders, plan.rollout().waves().size() + 1);
        new Latecomers(equipment, verdicts, plan.rollout(), host -> source.check(survey.look(host)), late)
                .await(awaited);
        return verdicts.exitCode();
    }

    /** Hosts that may still come, and until when. */
    private static Map<HostSpec, Instant> awaited(Fleet fleet, DeploymentPlan plan, Instant began) {
        Map<HostSpec, Instant> awaited = new LinkedHashMap<>();
        for (HostPlan host : plan.away()) {
            if (host.step() instanceof HostPlan.Step.Away(Failure _, var waits) && waits.isPresent()) {
                HostSpec spec = Objects.requireNonNull(fleet.hosts().get(host.host()));
                awaited.put(spec, began.plus(waits.get()));
            }
        }
        return awaited;
    }

    /** A host that was not there has a rollout of its own, under the rules of the others. */
    private final class LateTurn implements Latecomers.Turn {
        private final Fleet fleet;
        private final Orders orders;
        private final int wave;

        LateTurn(Fleet fleet, Orders orders, int wave) {
            this.fleet = fleet;
            this.orders = orders;
            this.wave = wave;
        }

        @Override
        public void of(HostSpec host, Survey.Finding finding) throws Exception {
            var alone = new Fleet(fleet.flake(), new TreeMap<>(Map.of(host.name(), host)), List.of());
            List<Contact> contacts = finding.contact().stream().toList();
            DeploymentPlan plan = plan(alone, List.of(finding.plan()), contacts);
            join(head(host, finding.plan(), contacts.isEmpty() ? 0 : wave));
            endWhatIsDecided(plan);
            if (finding.plan().step() instanceof HostPlan.Step.Away away) {
                end(host.name(), Offline.outcome(away));
            }
            if (contacts.isEmpty()) {
                verdicts.of(host.name()).ifPresent(outcome -> remember(host, outcome));
            } else {
                deploy(orders, plan, contacts);
            }
        }

        @Override
        public void leave(HostSpec host, HostOutcome.Skipped outcome) {
            var unseen = new HostPlan(
                    host.name(), Optional.of(host.toplevel()), Optional.empty(), new HostPlan.Step.Unchanged());
            join(head(host, unseen, 0));
            end(host.name(), outcome);
            remember(host, outcome);
        }

        private void join(HostHead head) {
            if (goal.changesHosts()) {
                equipment.journal().join(head);
            }
        }

        private void remember(HostSpec host, HostOutcome outcome) {
            if (goal.changesHosts()) {
                equipment.remember(host.name(), outcome);
            }
        }
    }

    private DeploymentPlan plan(Fleet fleet, List<HostPlan> hosts, List<Contact> contacts) {
        try {
            RolloutPlan rollout = Rollouts.of(session.settings(), goal, fleet, hosts);
            HouseRules rules = new PlannedRules(equipment, goal, Rollouts.facts(fleet)).of(hosts);
            return new DeploymentPlan(goal, hosts, rollout, rules, Optional.empty());
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
                case HostPlan.Step.Away away -> {
                    if (away.waits().isEmpty()) {
                        end(host.host(), Offline.outcome(away));
                    }
                }
                case HostPlan.Step.Change _ -> {}
            }
        }
    }

    private boolean agrees(DeploymentPlan plan, List<Contact> contacts, int awaited) throws Exception {
        String hosts = Measure.count(contacts.size() + awaited, "host");
        return frame.agrees(
                () -> PlanText.of(
                        new DeploymentPlan(
                                goal,
                                plan.hosts(),
                                plan.rollout(),
                                plan.rules(),
                                Optional.of(Surveys.missing(equipment.rooms(), plan, contacts))),
                        session.settings().isOn(Setting.VERBOSE)),
                goal.word() + " " + hosts + "?");
    }

    private void decline(Contact contact) {
        contact.close();
        end(contact.host(), new HostOutcome.Skipped("declined"));
    }

    private void deploy(Orders orders, DeploymentPlan plan, List<Contact> contacts) throws Exception {
        if (contacts.isEmpty()) {
            return;
        }
        var deployment = new Deployment(session, frame.runId(), equipment, orders, plan.rollout(), verdicts);
        contacts.forEach(contact -> deployment.add(contact, Surveys.buildsThere(plan, contact.host())));
        deployment.run(operator);
    }

    /**
     * Hosts whose end is known already are in the journal all the same: it says what the run meant for each. Those that are
     * waited for join when they are there.
     */
    private void begin(Orders orders, Fleet fleet, DeploymentPlan plan) {
        Map<HostName, Integer> waves = new HashMap<>();
        plan.rollout().waves().forEach(wave -> wave.hosts().forEach(host -> waves.put(host, wave.number())));
        List<HostHead> heads = plan.hosts().stream()
                .filter(host -> !(host.step() instanceof HostPlan.Step.Away away
                        && away.waits().isPresent()))
                .map(host -> head(
                        Objects.requireNonNull(fleet.hosts().get(host.host())),
                        host,
                        waves.getOrDefault(host.host(), 0)))
                .toList();
        equipment.journal().begin(orders.head(command, session), heads);
        verdicts.each(equipment::remember);
    }

    private static HostHead head(HostSpec spec, HostPlan plan, int wave) {
        return new HostHead(
                spec.name(),
                spec.facts(),
                Optional.of(spec),
                plan.running(),
                plan.state().flatMap(HostState::profile),
                spec.toplevel(),
                wave == 0 ? OptionalInt.empty() : OptionalInt.of(wave));
    }

    private void end(HostName host, HostOutcome outcome) {
        verdicts.add(host, outcome);
        log.publish(host, Phase.REPORT, new Body.HostFinished(outcome));
    }
}
