package dev.convoy.cli.run;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Provenance;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.cli.plan.Readiness;
import dev.convoy.cli.report.Measure;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import java.util.List;
import java.util.Optional;

/**
 * One host, from the moment that its system begins to be built to its outcome. The only place where a host's failures are
 * caught; none of them reaches another host.
 */
final class HostPipeline {
    private final Rooms rooms;
    private final Orders orders;
    private final Contact contact;
    private final BuildQueue builds;
    private final Limits limits;
    private final Interruption interruption;
    private final EventLog log;
    private final Bugs bugs;
    private final Journal journal;
    private Phase phase = Phase.BUILD;

    HostPipeline(Equipment equipment, Orders orders, Contact contact, BuildQueue builds) {
        this.rooms = equipment.rooms();
        this.limits = equipment.limits();
        this.interruption = equipment.interruption();
        this.log = equipment.log();
        this.bugs = equipment.bugs();
        this.journal = equipment.journal();
        this.orders = orders;
        this.contact = contact;
        this.builds = builds;
    }

    /** To its end, whatever that is. */
    HostOutcome run() {
        HostOutcome outcome = outcome();
        log.publish(host(), Phase.REPORT, new Body.HostFinished(outcome));
        return outcome;
    }

    private HostOutcome outcome() {
        try {
            return interruption.during(this::steps);
        } catch (InterruptedException e) {
            return phase == Phase.ACTIVATE && interruption.isCut()
                    ? new HostOutcome.Indeterminate(Failures.interrupted(phase))
                    : new HostOutcome.Skipped("stopped before it was changed");
        } catch (Exception e) {
            // An interrupt can come out of a library as a broken connection.
            if (interruption.isStopping() && phase != Phase.ACTIVATE) {
                return new HostOutcome.Skipped("stopped before it was changed");
            }
            return new HostOutcome.Failed(bugs.failure(e, phase));
        } finally {
            contact.close();
        }
    }

    private HostOutcome steps() throws Exception {
        boolean there = !builds.serves(host());
        StorePath system = there ? buildThere() : builds.await(host());
        if (!orders.goal().copies()) {
            return new HostOutcome.Succeeded("built " + system, List.of());
        }
        if (there) {
            return finish(system, 0);
        }
        try (Shipment shipment = shipment(system)) {
            return finish(system, transfer(shipment));
        }
    }

    private HostOutcome finish(StorePath system, long copied) throws Exception {
        Optional<ActivationGoal> goal = orders.goal().activation();
        return goal.isPresent()
                ? activate(system, goal.get())
                : new HostOutcome.Succeeded(
                        copied == 0 ? "was there already" : "copied " + Measure.bytes(copied), List.of());
    }

    private StorePath buildThere() throws InterruptedException {
        log.publish(host(), Phase.BUILD, new Body.PhaseStarted());
        Closure recipe = rooms.closureHere(contact.spec().derivation())
                .orElseThrow(() -> new IllegalStateException(
                        "no derivation " + contact.spec().derivation()));
        try (Shipment shipment = ship(recipe)) {
            shipment.send(new TransferProgress());
            rooms.buildThere(
                    contact.link().machine(),
                    contact.spec(),
                    event -> log.publish(host(), Phase.BUILD, new Body.Build(event)));
        }
        return contact.spec().toplevel();
    }

    private Shipment shipment(StorePath system) throws InterruptedException {
        if (contact.shipment().isPresent()) {
            return contact.shipment().get();
        }
        return ship(rooms.closureHere(system)
                .orElseThrow(() -> new IllegalStateException("no closure of " + system + ", which was just built")));
    }

    private Shipment ship(Closure closure) throws InterruptedException {
        Privilege rights = contact.state().map(Survey::rights).orElse(Privilege.ROOT);
        return rooms.ship(
                closure,
                contact.link(),
                rights,
                event -> log.publish(host(), Phase.TRANSFER, new Body.Transfer(event)));
    }

    /** @return the bytes that were sent */
    private long transfer(Shipment shipment) throws InterruptedException {
        enter(Phase.TRANSFER);
        CopyPlan plan = shipment.plan();
        if (plan.paths() == 0) {
            return 0;
        }
        Optional<Failure> noRoom = contact.state().flatMap(state -> Readiness.tooSmall(state, plan.narBytes()));
        if (noRoom.isPresent()) {
            throw new RefusedException(noRoom.get());
        }
        try (var _ = limits.transfers().take(this::waiting)) {
            var progress = new TransferProgress();
            log.publish(host(), phase, new Body.TransferStarted(progress, plan.paths(), plan.narBytes()));
            TransferResult result = shipment.send(progress);
            String summary = "sent " + Measure.count(result.paths(), "path") + ", " + Measure.bytes(result.narBytes());
            log.publish(host(), phase, new Body.PhaseFinished(summary));
            return result.narBytes();
        }
    }

    private HostOutcome activate(StorePath system, ActivationGoal goal) throws Exception {
        var request = new ActivationRequest(
                orders.runId(),
                goal,
                system,
                contact.state().flatMap(HostState::running),
                orders.specialisation(),
                new Provenance(
                        orders.operator(),
                        orders.flake().revision(),
                        orders.flake().dirty(),
                        orders.flake().lockHash()),
                orders.terms());
        try (var _ = limits.activations().take(this::waiting)) {
            return interruption.undisturbed(() -> {
                enter(Phase.ACTIVATE);
                journal.step(host(), Step.BEGIN);
                var outcome = rooms.activate(
                        contact.link(),
                        request,
                        event -> log.publish(host(), Phase.ACTIVATE, new Body.Activation(event)));
                return Activations.outcome(outcome, orders.goal(), system, host());
            });
        }
    }

    private void enter(Phase next) {
        phase = next;
        log.publish(host(), next, new Body.PhaseStarted());
    }

    private void waiting(String reason) {
        log.publish(host(), phase, new Body.Waiting(reason));
    }

    private HostName host() {
        return contact.host();
    }
}
