package dev.convoy.cli.run.rollout;

import dev.convoy.activation.rollout.FailureKind;
import dev.convoy.activation.rollout.Judge;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.activation.rollout.Wave;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Halt;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.ChangeWindows;
import dev.convoy.cli.run.host.FailureKinds;
import dev.convoy.cli.run.host.Member;
import dev.convoy.evaluator.HostName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Takes hosts through their waves: everything is prepared before the first wave begins; each wave is judged before the next
 * one; when too many fail, nothing more is begun, and what the policy says is put back. With a single wave nobody waits for
 * anybody.
 */
public final class RolloutRun<M extends Member> {
    private final Equipment equipment;
    private final RolloutPlan plan;
    private final SortedMap<HostName, M> hosts;
    private final Halting halting;
    private final Retreat<M> retreat;
    private final Judge<HostName> judge;
    private final EventLog log;
    private final Set<HostName> over = new HashSet<>();

    /**
     * @param hosts those that the plan's waves have
     * @param forgiven those of them that failed, and the operator went on
     */
    public RolloutRun(
            Equipment equipment,
            RolloutPlan plan,
            SortedMap<HostName, M> hosts,
            Halting halting,
            Retreat<M> retreat,
            Set<HostName> forgiven) {
        this.equipment = equipment;
        this.plan = plan;
        this.hosts = hosts;
        this.halting = halting;
        this.retreat = retreat;
        this.judge = new Judge<>(plan.rollout(), plan.stages());
        this.log = equipment.log();
        judgeEarlier(forgiven);
    }

    /** What came to its end before this process counts as if it came to it now. */
    private void judgeEarlier(Set<HostName> forgiven) {
        hosts.values().stream().filter(host -> host.outcome().isPresent()).forEach(host -> over.add(host.host()));
        over.stream().filter(forgiven::contains).forEach(host -> note(of(host)));
        judge.forgive();
        over.stream().filter(host -> !forgiven.contains(host)).forEach(host -> note(of(host)));
    }

    /** Whatever happens, every host comes to an end. */
    public void run() throws Exception {
        try {
            waves();
        } finally {
            leaveRest(
                    equipment.interruption().isStopping()
                            ? "stopped before it was changed"
                            : "not begun: the rollout was stopped before");
        }
    }

    private void waves() throws Exception {
        Optional<String> untried = plan.untried().map(stage -> Halting.untried(stage.name()));
        if (untried.isPresent()) {
            equipment.noteHalt(new Halt(untried.get(), OnFailure.STOP, List.of()));
            halting.stop(untried.get());
            return;
        }
        if (plan.waves().size() > 1) {
            together(hosts.values(), this::prepareForWave);
        }
        for (Wave<HostName> wave : plan.waves()) {
            if (!passes(wave)) {
                return;
            }
        }
    }

    /** Whether the next wave may begin. */
    private boolean passes(Wave<HostName> wave) throws Exception {
        List<M> its = wave.hosts().stream().map(this::of).toList();
        if (over.containsAll(wave.hosts()) && judge.reached().isEmpty()) {
            return true;
        }
        boolean told = plan.isStaged();
        if (told) {
            log.publish(
                    Phase.ACTIVATE,
                    new Body.WaveStarted(
                            wave.number(),
                            plan.waves().size(),
                            wave.stage().name(),
                            wave.hosts(),
                            wave.stage().soak()));
        }
        do {
            if (judge.reached().isEmpty()) {
                Turns turns = turns(wave, its);
                together(its, host -> turn(host, wave, turns));
            }
            Optional<Judge.Reached> reached = judge.reached();
            if (reached.isPresent()) {
                Optional<OnFailure> action =
                        halting.decide(new Halting.Halt<>(reached.get(), wave, hosts.values(), open(), retreat));
                if (action.isPresent()) {
                    putBack(action.get(), wave, reached.get());
                    return false;
                }
                equipment.noteForgiven();
                judge.forgive();
            }
        } while (its.stream().anyMatch(host -> host.outcome().isEmpty()));
        if (told) {
            log.publish(
                    Phase.ACTIVATE,
                    new Body.WaveFinished(wave.number(), plan.waves().size()));
        }
        return true;
    }

    /** Those that would have their turn if it went on. */
    private List<M> open() {
        return hosts.values().stream()
                .filter(host -> host.outcome().isEmpty())
                .filter(host -> plan.rollout().dependencies().allBefore(host.host()).stream()
                        .noneMatch(this::isLost))
                .toList();
    }

    /** It had to be done before another one, and will not be. */
    private boolean isLost(HostName host) {
        boolean comes = Optional.ofNullable(hosts.get(host))
                .filter(its -> its.outcome().isEmpty())
                .isPresent();
        return plan.away().contains(host) || (belongs(host) && !comes && !isDone(host));
    }

    private boolean belongs(HostName host) {
        return plan.stages().stream().anyMatch(stage -> stage.hosts().contains(host));
    }

    private void putBack(OnFailure action, Wave<HostName> wave, Judge.Reached reached) throws Exception {
        Collection<M> chosen = switch (action) {
            case WAVE -> wave.hosts().stream().map(this::of).toList();
            case RUN -> hosts.values();
            // Hosts that failed have gone back by themselves, as each came to its end.
            case HOST, STOP, PAUSE -> List.of();
        };
        List<M> back = retreat.changed(chosen);
        String reason = Halting.reason(reached);
        equipment.noteHalt(
                new Halt(reason, action, back.stream().map(Member::host).toList()));
        retreat.undo(back, reason);
    }

    private void prepare(M host) {
        host.prepare();
        note(host);
    }

    private void prepareForWave(M host) {
        prepare(host);
        plan.waves().stream()
                .filter(wave -> host.outcome().isEmpty() && wave.hosts().contains(host.host()))
                .forEach(wave -> host.waiting("wave " + wave.number()));
    }

    /** Hosts that still have to be prepared do not wait for each other. */
    private Turns turns(Wave<HostName> wave, List<M> its) {
        boolean ready = plan.waves().size() > 1 || its.stream().noneMatch(Member::wantsPreparing);
        return ready
                ? Turns.inOrder(
                        wave.atOnce(),
                        its.stream()
                                .filter(host -> host.outcome().isEmpty())
                                .map(Member::host)
                                .toList())
                : Turns.asTheyCome(wave.atOnce());
    }

    private void turn(M host, Wave<HostName> wave, Turns turns) throws InterruptedException {
        try {
            prepare(host);
            if (host.outcome().isEmpty()) {
                try (var _ = turns.take(host.host(), host::waiting)) {
                    begin(host, wave);
                }
            }
        } finally {
            turns.leave(host.host());
        }
    }

    private void begin(M host, Wave<HostName> wave) {
        Optional<HostName> missing = missingBefore(host.host());
        Optional<Failure> closed = ChangeWindows.of(equipment).refusal(host.host(), host.facts());
        Optional<HostName> away = plan.awayBefore(host.host());
        if (away.isPresent()) {
            halting.leave(host, away.get());
        } else if (missing.isPresent()) {
            host.skip("not begun: it depends on " + missing.get() + ", which is not done");
        } else if (closed.isPresent()) {
            halting.leave(host, closed.get());
        } else if (judge.reached().isEmpty()) {
            host.activate(wave.stage().soak(), plan.goesBack(host.host()));
            note(host);
        }
    }

    /** A host that had to be done before this one and is not. */
    private Optional<HostName> missingBefore(HostName host) {
        return plan.rollout().dependencies().allBefore(host).stream()
                .filter(this::belongs)
                .filter(before -> !isDone(before))
                .findFirst();
    }

    private boolean isDone(HostName host) {
        return Optional.ofNullable(hosts.get(host))
                .flatMap(Member::outcome)
                .filter(outcome -> outcome instanceof HostOutcome.Succeeded || outcome instanceof HostOutcome.Unchanged)
                .isPresent();
    }

    private void note(M host) {
        Optional<FailureKind> kind = host.outcome().flatMap(FailureKinds::of);
        kind.ifPresent(k -> judge.failed(host.host(), k));
        boolean mayGoBack = plan.onFailure() != OnFailure.HOST && plan.onFailure() != OnFailure.STOP;
        if (host.outcome().isPresent() && !(plan.isStaged() && mayGoBack)) {
            host.close();
        }
    }

    /** One thing to do with a host. */
    private interface Task<M> {
        void on(M host) throws InterruptedException;
    }

    /** The first Ctrl-C is for the hosts; whoever waits for them must not leave before they do. */
    private void together(Collection<M> all, Task<M> task) throws Exception {
        try (var scope = new TaskScope<Boolean>()) {
            for (M host : all) {
                if (host.outcome().isEmpty()) {
                    scope.fork(host.host().value(), () -> {
                        task.on(host);
                        return true;
                    });
                }
            }
            equipment.interruption().undisturbed(scope::join);
        }
    }

    private void leaveRest(String reason) {
        hosts.values().stream().filter(host -> host.outcome().isEmpty()).forEach(host -> host.skip(reason));
    }

    private M of(HostName host) {
        return Objects.requireNonNull(hosts.get(host), host.value());
    }
}
