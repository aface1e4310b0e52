package dev.convoy.cli.run;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart;
import dev.convoy.activation.Unlocking;
import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.evaluator.BuildEvent;
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
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/** A fleet in memory: hosts with a state each, and what goes wrong with which. Remembers what was done. */
final class FakeRooms implements Rooms {
    final Map<HostName, HostSpec> fleet = new TreeMap<>();
    final Map<String, HostState> states = new TreeMap<>();
    final Set<StorePath> gone = new ConcurrentSkipListSet<>();
    final Set<String> away = new ConcurrentSkipListSet<>();
    final Set<String> broken = new ConcurrentSkipListSet<>();
    final Set<String> unbuildable = new ConcurrentSkipListSet<>();
    final Map<String, ActivationOutcome> activations = new TreeMap<>();
    /** In order of the alphabet, because hosts are worked on side by side. */
    final Set<String> done = new ConcurrentSkipListSet<>();

    void add(HostSpec host, HostState state) {
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
        List<HostFailure> failures = new java.util.ArrayList<>();
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
    public Link link(HostRoute.Remote route) {
        String name = route.target().address();
        return new FakeLink(new FakeMachine(name), states.containsKey(name));
    }

    @Override
    public Link here() {
        return new FakeLink(new FakeMachine("here"), true);
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
    public Optional<Closure> closureHere(StorePath root) {
        return done.stream().anyMatch(d -> d.startsWith("build")) || root.isDerivation()
                ? Optional.of(new Closure(List.of()))
                : Optional.empty();
    }

    @Override
    public Shipment ship(Closure closure, Link target, Privilege rights, Consumer<TransferEvent> events) {
        return new Shipment() {
            @Override
            public CopyPlan plan() {
                return new CopyPlan(1, 100);
            }

            @Override
            public TransferResult send(TransferProgress progress) {
                done.add("copy " + target.name());
                return new TransferResult(1, 100, 0);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Begun begin(Link target, ActivationRequest request, Consumer<ActivationEvent> events) {
        done.add(request.goal() + " " + target.name());
        ActivationOutcome outcome = activations.get(target.name());
        return new Begun.Ended(
                outcome == null ? new ActivationOutcome.Activated(request.toplevel(), List.of()) : outcome);
    }

    @Override
    public Restart.Restarted restart(Link target, Duration timeout, Consumer<ActivationEvent> events) {
        done.add("restart " + target.name());
        return away.contains(target.name())
                ? new Restart.Restarted.Away(
                        new ActivationFailure("activation.not-back", "it did not come back", List.of(), List.of()))
                : new Restart.Restarted.Back("b", Optional.empty(), Optional.empty());
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

    private record FakeLink(Machine machine, boolean isThere) implements Link {
        @Override
        public String name() {
            return machine.name();
        }

        @Override
        public Machine machine() {
            if (!isThere) {
                throw new TransferException(
                        new TransferFailure.Unreachable(name(), "no connection to " + name(), List.of("Try ssh.")));
            }
            return machine;
        }

        @Override
        public Machine reconnect() {
            return machine();
        }

        @Override
        public void close() {}
    }

    private record FakeMachine(String name) implements Machine {
        @Override
        public Running start(Command command) {
            throw new MachineException(name, "runs nothing");
        }

        @Override
        public void close() {}
    }
}
