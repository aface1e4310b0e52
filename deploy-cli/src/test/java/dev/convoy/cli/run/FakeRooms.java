package dev.convoy.cli.run;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart;
import dev.convoy.activation.Terms;
import dev.convoy.activation.Trial;
import dev.convoy.activation.Unlocking;
import dev.convoy.activation.health.HealthWatch;
import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.HookEnd;
import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.reach.Shipment;
import dev.convoy.cli.ui.SetClock;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostChoice;
import dev.convoy.evaluator.HostFailure;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.EarlyControl;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/** A fleet in memory: hosts with a state each, and what goes wrong with which. Remembers what was done. */
public final class FakeRooms implements Rooms {
    public final Map<HostName, HostSpec> fleet = new TreeMap<>();
    public final Map<String, HostState> states = new ConcurrentSkipListMap<>();
    public final Set<StorePath> gone = new ConcurrentSkipListSet<>();
    public final Set<String> notLive = new ConcurrentSkipListSet<>();
    public final Set<String> away = new ConcurrentSkipListSet<>();

    /** Answer, and do not restart. */
    public final Set<String> stubborn = new ConcurrentSkipListSet<>();

    public final Set<String> broken = new ConcurrentSkipListSet<>();
    public final Set<String> unbuildable = new ConcurrentSkipListSet<>();
    /** Out of reach from now on. */
    public final Set<String> cutOff = new ConcurrentSkipListSet<>();

    /** Hosts that are away at first, and the time at which they come. */
    public final Map<String, Instant> comes = new ConcurrentSkipListMap<>();

    /** What health probes of a host find, by the time that has passed. */
    public final Map<String, Seen> looks = new TreeMap<>();

    /** Time passes only while somebody waits. */
    private final SetClock clock = new SetClock(Instant.EPOCH);

    public interface Seen {
        Result at(Probe probe, Duration passed);
    }

    /** Activations as they came: host, and where to; and how their trials ended. */
    public final List<String> order = Collections.synchronizedList(new ArrayList<>());

    /** What activations were called on hosts. */
    public final Set<String> names = new ConcurrentSkipListSet<>();

    /** What happens while a host is activated. */
    public Happening afterActivation = _ -> {};

    public interface Happening {
        void on(String host) throws InterruptedException;
    }

    /** The addresses that hosts have once their new system runs, by those that they had. */
    public final Map<String, String> moves = new TreeMap<>();

    /** On trial since before this process, with what they ran before. */
    public final Map<String, StorePath> onTrial = new ConcurrentSkipListMap<>();

    /** How what was begun before this process ended. */
    public final Map<String, ActivationOutcome> earlier = new ConcurrentSkipListMap<>();
    /** Hooks that fail, each with its host in front. */
    public final Set<String> badHooks = new ConcurrentSkipListSet<>();

    /** What hooks were told. */
    public final List<String> hookContexts = Collections.synchronizedList(new ArrayList<>());

    public final Map<String, ActivationOutcome> activations = new TreeMap<>();
    /** In order of the alphabet, because hosts are worked on side by side. */
    public final Set<String> done = new ConcurrentSkipListSet<>();

    public void add(HostSpec host, HostState state) {
        fleet.put(host.name(), host);
        states.put(host.name().value(), state);
    }

    @Override
    public LockedFlake lock(FlakeRef flake) {
        return new LockedFlake(
                flake, flake.text(), Optional.empty(), Optional.empty(), Optional.of("abc"), false, Optional.empty());
    }

    @Override
    public Fleet evaluate(LockedFlake flake, HostChoice choice, Consumer<EvalEvent> events) {
        Map<HostName, HostSpec> chosen = new TreeMap<>();
        List<HostFailure> failures = new ArrayList<>();
        fleet.forEach((name, host) -> {
            if (!choice.conditionFor(name).holds(host.facts().tags())) {
                return;
            }
            if (broken.contains(name.value())) {
                failures.add(new HostFailure(name, failure("evaluation.failed", "evaluating " + name)));
            } else {
                chosen.put(name, host);
            }
        });
        return new Fleet(flake, new TreeMap<>(chosen), failures);
    }

    private static EvalFailure failure(String code, String tried) {
        return new EvalFailure(code, tried, "error: it is broken\nat flake.nix:1", List.of());
    }

    @Override
    public BuildPlan missing(Collection<HostSpec> hosts) {
        return BuildPlan.NOTHING;
    }

    @Override
    public void build(Collection<HostSpec> hosts, Path gcRoots, Consumer<BuildEvent> events) {
        for (HostSpec host : hosts) {
            done.add("build " + host.name());
            events.accept(
                    unbuildable.contains(host.name().value())
                            ? new BuildEvent.HostFailed(host.name(), failure("build.failed", "building " + host.name()))
                            : new BuildEvent.HostBuilt(host.name(), host.toplevel()));
        }
    }

    @Override
    public void buildThere(Machine there, HostSpec host, Consumer<BuildEvent> events) {
        done.add("build " + host.name() + " there");
    }

    @Override
    public void upload(StorePath system, CacheUrl cache) {
        done.add("upload " + system.name() + " to " + cache);
    }

    @Override
    public TransferResult fetch(Machine there, Privilege rights, StorePath built, TransferProgress progress) {
        done.add("fetch " + built.name() + " from " + there.name());
        return new TransferResult(1, 1 << 20, 0);
    }

    @Override
    public Link link(HostRoute.Remote route) {
        List<String> addresses =
                route.addresses().stream().map(SshTarget::address).toList();
        return new FakeLink(addresses, name -> states.containsKey(name) && !cutOff.contains(name) && hasCome(name));
    }

    private boolean hasCome(String name) {
        return !clock.instant().isBefore(comes.getOrDefault(name, Instant.MIN));
    }

    @Override
    public Link here() {
        return new FakeLink(List.of("here"), _ -> true);
    }

    @Override
    public HostState observe(Machine machine) {
        done.add("observe " + machine.name());
        return Optional.ofNullable(states.get(machine.name())).orElseThrow();
    }

    @Override
    public boolean isHere(StorePath path) {
        return !gone.contains(path);
    }

    @Override
    public Optional<PublicKey> signer() {
        return Optional.empty();
    }

    @Override
    public Optional<Closure> closureHere(StorePath root) {
        return done.stream().anyMatch(d -> d.startsWith("build")) || root.isDerivation()
                ? Optional.of(new Closure(List.of()))
                : Optional.empty();
    }

    @Override
    public Shipment ship(
            Closure closure,
            Link target,
            EarlyControl early,
            Privilege rights,
            Substitution substitution,
            Consumer<TransferEvent> events) {
        return new Shipment() {
            @Override
            public CopyPlan plan() {
                return new CopyPlan(1, 100);
            }

            @Override
            public TransferResult send(TransferProgress progress) {
                done.add("copy " + target.name());
                progress.wireBytes().add(40);
                return new TransferResult(1, 100, 0);
            }

            @Override
            public TransferResult fetch(TransferProgress progress) {
                done.add("fetch " + target.name());
                return new TransferResult(0, 0, 0, 1, 100);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Begun begin(Link target, ActivationRequest request, Consumer<ActivationEvent> events)
            throws InterruptedException {
        done.add(request.goal() + " " + target.name());
        names.add(request.runId());
        order.add(target.name() + " -> " + SystemName.of(request.toplevel(), new HostName(target.name())));
        target.machine();
        afterActivation.on(target.name());
        if (request.goal() == ActivationGoal.SWITCH && notLive.contains(target.name())) {
            return new Begun.Ended(new ActivationOutcome.NeedsReboot(request.toplevel(), "dbus changes"));
        }
        ActivationOutcome outcome = activations.get(target.name());
        if (outcome != null && !isWayBack(target.name(), request)) {
            return new Begun.Ended(outcome);
        }
        StorePath before =
                Objects.requireNonNull(states.remove(target.name())).running().orElseThrow();
        states.put(moves.getOrDefault(target.name(), target.name()), States.running(request.toplevel()));
        target.machine();
        if (request.goal() == ActivationGoal.BOOT) {
            return new Begun.Ended(new ActivationOutcome.Activated(before, List.of()));
        }
        return new Begun.OnTrial(new FakeTrial(target.name(), request.toplevel(), before));
    }

    @Override
    public Optional<Begun> rejoin(Link target, ActivationRequest request, Consumer<ActivationEvent> events) {
        done.add("rejoin " + request.runId() + " on " + target.name());
        StorePath before = onTrial.get(target.name());
        if (before != null) {
            return Optional.of(new Begun.OnTrial(new FakeTrial(target.name(), request.toplevel(), before)));
        }
        return Optional.ofNullable(earlier.get(target.name())).map(Begun.Ended::new);
    }

    private boolean isWayBack(String host, ActivationRequest request) {
        return !Objects.requireNonNull(fleet.get(new HostName(host))).toplevel().equals(request.toplevel());
    }

    @Override
    public Optional<Begun> bootTrial(
            Link target, Restart.Restarted.Back back, Terms terms, Consumer<ActivationEvent> events) {
        return Optional.ofNullable(onTrial.get(target.name()))
                .map(before -> new Begun.OnTrial(new FakeTrial(
                        target.name(),
                        Objects.requireNonNull(states.get(target.name()))
                                .running()
                                .orElseThrow(),
                        before)));
    }

    @Override
    public Restart.Restarted restart(Link target, Duration timeout, Consumer<ActivationEvent> events) {
        done.add("restart " + target.name());
        if (stubborn.contains(target.name())) {
            return new Restart.Restarted.Refused(new ActivationFailure(
                    "activation.not-restarted", "the host could not be restarted: busy", List.of(), List.of()));
        }
        return away.contains(target.name())
                ? new Restart.Restarted.Away(
                        new ActivationFailure("activation.not-back", "it did not come back", List.of(), List.of()))
                : new Restart.Restarted.Back(
                        "b", Objects.requireNonNull(states.get(target.name())).running(), Optional.empty());
    }

    @Override
    public Restart.Restarted restart(Link target, String boot, Duration timeout, Consumer<ActivationEvent> events)
            throws InterruptedException {
        order.add("restart " + target.name() + " of boot " + boot);
        afterActivation.on(target.name());
        return restart(target, timeout, events);
    }

    @Override
    public Unlocking.Unlocked unlock(Link target) {
        done.add("unlock " + target.name());
        return new Unlocking.Unlocked.Freed("r-1", Optional.empty());
    }

    @Override
    public Unlocking.Unlocked unlock(Link target, String runId) {
        done.add("end " + runId + " on " + target.name());
        return new Unlocking.Unlocked.Freed(runId, Optional.empty());
    }

    @Override
    public void close() {}

    @Override
    public HookEnd runHook(Link host, Hook hook, Map<String, String> environment, String context) {
        order.add(host.name() + " hook " + hook.describe());
        hookContexts.add(environment + " " + context);
        return new HookEnd(
                badHooks.contains(host.name() + " " + hook.name()) ? Optional.of("exit status 3") : Optional.empty(),
                List.of("said something"));
    }

    @Override
    public HealthWatch.Look prober(Link host) {
        return (probe, _) -> looks.getOrDefault(host.name(), (_, _) -> new Result.Pass())
                .at(probe, Duration.between(Instant.EPOCH, clock.instant()));
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void pause(Duration time) {
        clock.pass(time);
    }

    private final class FakeTrial implements Trial {
        private final String host;
        private final StorePath brought;
        private final StorePath before;

        FakeTrial(String host, StorePath brought, StorePath before) {
            this.host = host;
            this.brought = brought;
            this.before = before;
        }

        @Override
        public StorePath running() {
            return brought;
        }

        @Override
        public List<FailedUnit> newlyFailed() {
            return List.of();
        }

        @Override
        public SortedSet<String> failedBefore() {
            return new TreeSet<>();
        }

        @Override
        public boolean extend(Duration fromNow) {
            done.add("extend " + host);
            return true;
        }

        @Override
        public ActivationOutcome confirm() {
            order.add(host + " confirmed");
            return new ActivationOutcome.Activated(brought, List.of());
        }

        @Override
        public ActivationOutcome revert(String reason) {
            states.put(host, States.running(before));
            order.add(host + " reverted: " + reason);
            return new ActivationOutcome.Reverted(
                    Optional.of(before), new ActivationFailure("activation.withdrawn", reason, List.of(), List.of()));
        }
    }
}
