package dev.convoy.cli.run.reboot;

import dev.convoy.activation.HostState;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Origin;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.Value;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.host.HostIds;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.rollout.Halting;
import dev.convoy.cli.run.rollout.PlannedRules;
import dev.convoy.cli.run.rollout.Retreat;
import dev.convoy.cli.run.rollout.RolloutRun;
import dev.convoy.cli.run.rollout.Rollouts;
import dev.convoy.cli.run.rollout.Verdicts;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Restarts hosts in waves, as a deployment changes them; only that what was restarted cannot be put back. */
public final class RebootRun {
    /** Which of the selected hosts. */
    public enum Which {
        ALL,
        /** Those whose kernel, or whole system, is not what they would boot. */
        IN_NEED
    }

    private final Session session;
    private final RunFrame frame;
    private final Operator operator;
    private final Equipment equipment;
    private final EventLog log;
    private final Verdicts verdicts = new Verdicts();

    private RebootRun(Session session, RunFrame frame, Rooms rooms, Operator operator) {
        this.session = session;
        this.frame = frame;
        this.operator = operator;
        this.equipment = frame.equipment(rooms);
        this.log = frame.log();
    }

    public static ExitCode run(Session session, Selector selector, Which which, boolean json) {
        requireWayBack(session.settings());
        Offline.atOnce(session.settings());
        try (var frame = RunFrame.forRun(session, json);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, selector, which, frame, rooms, frame.operator());
        }
    }

    public static ExitCode run(
            Session session, Selector selector, Which which, RunFrame frame, Rooms rooms, Operator operator) {
        var run = new RebootRun(session, frame, rooms, operator);
        return frame.run("reboot", "", () -> run.steps(selector, which));
    }

    /** The rest of a run whose process is gone. */
    public static ExitCode resume(Session session, RunRecord run, RunFrame frame, Rooms rooms, Operator operator) {
        var rest = new RebootRun(session, frame, rooms, operator);
        return frame.run("resume", "reboot", () -> rest.rest(run));
    }

    /** What a file says is meant for deployments, too. */
    private static void requireWayBack(Settings settings) {
        Value said = settings.value(Setting.ON_FAILURE);
        if (said.origin() instanceof Origin.Flag && Set.of("wave", "run").contains(said.text())) {
            throw new UsageException(
                    "--on-failure: hosts that were restarted cannot be put back; here it is host, stop or pause");
        }
    }

    private ExitCode steps(Selector selector, Which which) throws Exception {
        HistoryRun.unfinished(session).ifPresent(text -> log.publish(Phase.PLAN, new Body.Warning(text)));
        Fleet fleet = new FleetReader(equipment.rooms(), session, log).read(selector);
        List<Place> places = Place.of(fleet);
        List<RebootSurvey.Found> found = new RebootSurvey(equipment, which).at(places);
        SortedMap<HostName, Set<String>> tags = new TreeMap<>();
        places.forEach(place -> tags.put(place.host(), place.facts().tags()));
        List<HostPlan> hosts = found.stream().map(RebootSurvey.Found::plan).toList();
        RolloutPlan rollout = rollout(tags, found, hosts);
        found.stream().map(RebootSurvey.Found::plan).forEach(this::endIfDecided);
        List<RebootSurvey.Found> todo =
                found.stream().filter(RebootSurvey.Found::isToDo).toList();
        if (todo.isEmpty()) {
            return verdicts.exitCode();
        }
        Orders orders = Orders.of(HostIds.ofNew(frame.runId()), Goal.REBOOT, fleet.flake(), session);
        if (!agrees(rollout, found, "reboot ")) {
            todo.forEach(its -> {
                its.close();
                end(its.host(), new HostOutcome.Skipped("declined"));
            });
            return ExitCode.DECLINED;
        }
        equipment.journal().begin(orders.head("reboot", session), heads(rollout, found));
        verdicts.each(equipment::remember);
        restart(rollout, members(orders, todo), Set.of());
        return verdicts.exitCode();
    }

    private RolloutPlan rollout(
            SortedMap<HostName, Set<String>> tags, List<RebootSurvey.Found> found, List<HostPlan> hosts) {
        try {
            return Rollouts.ofReboot(session.settings(), tags, hosts);
        } catch (UsageException e) {
            found.forEach(RebootSurvey.Found::close);
            throw e;
        }
    }

    private ExitCode rest(RunRecord run) throws Exception {
        Orders orders =
                Orders.of(HostIds.ofResumed(run), Goal.REBOOT, run.head().flake(), session);
        equipment.journal().resume(orders.operator());
        log.publish(Phase.PLAN, new Body.HostsSelected(List.copyOf(run.hosts().keySet())));
        RolloutPlan rollout = Rollouts.of(session.settings(), run);
        var past = new PastReboots(equipment, orders, rollout, run);
        SortedMap<HostName, Rebooting> members = past.bringToTheirEnds();
        List<RebootSurvey.Found> found = run.halt().isPresent()
                ? past.leaveTheRest(members)
                : new RebootSurvey(equipment, Which.ALL).at(past.rest(members.keySet()));
        for (RebootSurvey.Found its : found) {
            if (!its.isToDo()) {
                var member = Rebooting.unreached(equipment, orders, its.place());
                decided(its.plan()).ifPresent(member::end);
                members.put(its.host(), member);
            }
        }
        members.forEach((host, member) -> member.outcome().ifPresent(outcome -> verdicts.add(host, outcome)));
        List<RebootSurvey.Found> todo =
                found.stream().filter(RebootSurvey.Found::isToDo).toList();
        if (!todo.isEmpty() && !agrees(rollout, todo, "go on and reboot ")) {
            todo.forEach(RebootSurvey.Found::close);
            return ExitCode.DECLINED;
        }
        if (run.halt().isPresent()) {
            verdicts.halted();
            return verdicts.exitCode();
        }
        members.putAll(members(orders, todo));
        restart(rollout, members, past.forgiven());
        return verdicts.exitCode();
    }

    private SortedMap<HostName, Rebooting> members(Orders orders, List<RebootSurvey.Found> todo) {
        SortedMap<HostName, Rebooting> members = new TreeMap<>();
        todo.forEach(its -> members.put(its.host(), new Rebooting(equipment, orders, its.reached())));
        return members;
    }

    private void restart(RolloutPlan rollout, SortedMap<HostName, Rebooting> members, Set<HostName> forgiven)
            throws Exception {
        var halting = new Halting(rollout.onFailure(), operator, log, verdicts);
        try {
            new RolloutRun<>(equipment, rollout, members, halting, Retreat.none(), forgiven).run();
        } finally {
            members.forEach((host, member) -> {
                member.outcome().ifPresent(outcome -> verdicts.add(host, outcome));
                member.close();
            });
        }
    }

    private boolean agrees(RolloutPlan rollout, List<RebootSurvey.Found> found, String verb) throws Exception {
        long count = found.stream().filter(RebootSurvey.Found::isToDo).count();
        Map<HostName, Place> places = new HashMap<>();
        found.forEach(its -> places.put(its.host(), its.place()));
        List<HostPlan> hosts = found.stream().map(RebootSurvey.Found::plan).toList();
        return frame.agrees(
                () -> PlanText.of(
                        new DeploymentPlan(
                                Goal.REBOOT,
                                hosts,
                                rollout,
                                new PlannedRules(
                                                equipment,
                                                Goal.REBOOT,
                                                host -> Optional.ofNullable(places.get(host))
                                                        .map(Place::facts))
                                        .of(hosts),
                                Optional.empty()),
                        session.settings().isOn(Setting.VERBOSE)),
                verb + Measure.count(count, "host") + "?");
    }

    private void endIfDecided(HostPlan plan) {
        decided(plan).ifPresent(outcome -> end(plan.host(), outcome));
    }

    private static Optional<HostOutcome> decided(HostPlan plan) {
        return switch (plan.step()) {
            case HostPlan.Step.Unchanged() ->
                Optional.of(new HostOutcome.Unchanged("needs no restart"
                        + plan.running()
                                .map(path -> ", runs " + SystemName.of(path, plan.host()))
                                .orElse("")));
            case HostPlan.Step.Refused(List<Failure> problems) ->
                Optional.of(new HostOutcome.Failed(Failures.together(problems)));
            case HostPlan.Step.Away(Failure why, var _) -> Optional.of(Offline.skipped(why));
            case HostPlan.Step.Change _ -> Optional.empty();
        };
    }

    /** Of a host that convoy never saw and whose flake says nothing, there is nothing to write down. */
    private static List<HostHead> heads(RolloutPlan rollout, Collection<RebootSurvey.Found> found) {
        Map<HostName, Integer> waves = new HashMap<>();
        rollout.waves().forEach(wave -> wave.hosts().forEach(host -> waves.put(host, wave.number())));
        return found.stream()
                .flatMap(its ->
                        its
                                .plan()
                                .wanted()
                                .map(system -> head(its, system, waves.getOrDefault(its.host(), 0)))
                                .stream())
                .toList();
    }

    private static HostHead head(RebootSurvey.Found found, StorePath boots, int wave) {
        return new HostHead(
                found.host(),
                found.place().facts(),
                Optional.empty(),
                found.plan().running(),
                found.plan().state().flatMap(HostState::profile),
                boots,
                wave == 0 ? OptionalInt.empty() : OptionalInt.of(wave));
    }

    private void end(HostName host, HostOutcome outcome) {
        verdicts.add(host, outcome);
        log.publish(host, Phase.REPORT, new Body.HostFinished(outcome));
    }
}
