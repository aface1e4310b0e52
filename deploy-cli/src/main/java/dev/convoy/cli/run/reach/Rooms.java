package dev.convoy.cli.run.reach;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart;
import dev.convoy.activation.Terms;
import dev.convoy.activation.Unlocking;
import dev.convoy.activation.health.HealthWatch;
import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.HookEnd;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostChoice;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The other modules, as a run needs them. A test puts its own in their place. */
public interface Rooms extends AutoCloseable {
    LockedFlake lock(FlakeRef flake) throws InterruptedException;

    Fleet evaluate(LockedFlake flake, HostChoice choice, Consumer<EvalEvent> events) throws InterruptedException;

    /** What this machine would have to build or fetch. Builds nothing. */
    BuildPlan missing(Collection<HostSpec> hosts) throws InterruptedException;

    /** Builds on this machine; every host's end is an event. */
    void build(Collection<HostSpec> hosts, Path gcRoots, Consumer<BuildEvent> events) throws InterruptedException;

    /**
     * Builds one host's system on another machine, whose store has its derivation.
     *
     * @throws dev.convoy.evaluator.EvaluationException if it does not build
     */
    void buildThere(Machine there, HostSpec host, Consumer<BuildEvent> events) throws InterruptedException;

    /** @throws dev.convoy.transfer.TransferException when the link is first used */
    Link link(HostRoute.Remote route);

    /** Where it leads nowhere, that is told when the link is used. */
    default Link link(HostName host, HostRoute route) {
        return switch (route) {
            case HostRoute.Remote remote -> link(remote);
            case HostRoute.Here() -> here();
            case HostRoute.Nowhere(Failure why) -> new NoLink(host.value(), why);
        };
    }

    /** This machine, as a host. */
    Link here();

    HostState observe(Machine machine) throws InterruptedException;

    /** Whether this machine's store has the path. */
    boolean isHere(StorePath path);

    /** The closure of a path of this machine's store; empty if it is not there. */
    Optional<Closure> closureHere(StorePath root) throws InterruptedException;

    /**
     * The key that signs what is shipped.
     *
     * @throws dev.convoy.cli.usage.UsageException if the operator named a file that holds none
     */
    Optional<PublicKey> signer();

    /**
     * Copies a system of this machine's store to a cache.
     *
     * @throws dev.convoy.evaluator.EvaluationException if the cache does not take it
     */
    void upload(StorePath system, CacheUrl cache) throws InterruptedException;

    /** Brings what a host built into this machine's store. {@code rights} are those that its store is read with. */
    TransferResult fetch(Machine there, Privilege rights, StorePath built, TransferProgress progress)
            throws InterruptedException;

    /**
     * Asks the host what it lacks.
     *
     * @param early which asks, if it came to be; it is the shipment's from now on
     * @param rights those that its store is written with
     */
    Shipment ship(
            Closure closure,
            Link target,
            EarlyControl early,
            Privilege rights,
            Substitution substitution,
            Consumer<TransferEvent> events)
            throws InterruptedException;

    /** To where the host wants a confirmation, or to its end. */
    Begun begin(Link target, ActivationRequest request, Consumer<ActivationEvent> events) throws InterruptedException;

    /** What an earlier process began there, to the same point; empty if the host never began it. Starts nothing. */
    Optional<Begun> rejoin(Link target, ActivationRequest request, Consumer<ActivationEvent> events)
            throws InterruptedException;

    /** The trial that the boot is from which a host is back, to the same point; empty if it is none. */
    Optional<Begun> bootTrial(Link target, Restart.Restarted.Back back, Terms terms, Consumer<ActivationEvent> events)
            throws InterruptedException;

    /** To the end: a system on trial is confirmed at once. */
    default ActivationOutcome activate(Link target, ActivationRequest request, Consumer<ActivationEvent> events)
            throws InterruptedException {
        return begin(target, request, events).confirmed();
    }

    /** Restarts a host and waits for it. */
    Restart.Restarted restart(Link target, Duration timeout, Consumer<ActivationEvent> events)
            throws InterruptedException;

    /** Restarts a host that is in this boot, once however often it is asked, and waits for another one. */
    Restart.Restarted restart(Link target, String boot, Duration timeout, Consumer<ActivationEvent> events)
            throws InterruptedException;

    /** Brings a dead run to its end that holds the host. */
    Unlocking.Unlocked unlock(Link target) throws InterruptedException;

    /** Ends a run, too, that is alive. */
    Unlocking.Unlocked unlock(Link target, String runId) throws InterruptedException;

    /** Runs a hook once, on the machine that its site means. */
    HookEnd runHook(Link host, Hook hook, Map<String, String> environment, String context) throws InterruptedException;

    /** Makes health probes of the host behind the link. */
    HealthWatch.Look prober(Link host);

    Clock clock();

    /** Waits; a test moves its clock instead. */
    void pause(Duration time) throws InterruptedException;

    @Override
    void close();
}
