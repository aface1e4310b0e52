package dev.convoy.cli.run.rollout;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.Begun;
import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Specialisation;
import dev.convoy.activation.rollout.Budget;
import dev.convoy.activation.rollout.Stage;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.Limit;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.FailureKinds;
import dev.convoy.cli.run.host.HostPipeline;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.host.Rollback;
import dev.convoy.cli.run.host.WayBack;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.TransferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes hosts of a run back to what they ran before it, all at once: only what a stage or a budget says holds one back. A
 * host that cannot go back stops no other, and what is said of each is read from it.
 */
public final class RunRollback implements Retreat<HostPipeline> {
    private final Equipment equipment;
    private final Orders orders;
    private final RolloutPlan plan;
    private final Map<Stage<HostName>, Limit> stages = new HashMap<>();
    private final Map<Budget<HostName>, Limit> budgets = new HashMap<>();

    public RunRollback(Equipment equipment, Orders orders, RolloutPlan plan) {
        this.equipment = equipment;
        this.orders = orders;
        this.plan = plan;
        for (Stage<HostName> stage : plan.stages()) {
            stage.maxParallel().ifPresent(max -> stages.put(stage, new Limit(max, "its turn in the stage")));
        }
        for (Budget<HostName> budget : plan.rollout().budgets()) {
            budgets.put(budget, new Limit(budget.max(), "the budget of " + budget.name()));
        }
    }

    @Override
    public List<HostPipeline> changed(Collection<HostPipeline> hosts) {
        return hosts.stream()
                .filter(host -> host.outcome().filter(FailureKinds::mayRunNew).isPresent())
                .toList();
    }

    @Override
    public boolean goesBack(HostName host) {
        return !plan.neverBack().contains(host);
    }

    @Override
    public String left(int changed) {
        return changed == 0
                ? "; no host runs the new system"
                : "; " + Measure.count(changed, "host") + " with the new system keep it";
    }

    @Override
    public void undo(List<HostPipeline> changed, String reason) throws Exception {
        if (changed.isEmpty()) {
            return;
        }
        equipment
                .log()
                .publish(
                        Phase.ROLLBACK,
                        new Body.RollbackStarted(
                                changed.stream().map(HostPipeline::host).toList(), reason));
        try (var scope = new TaskScope<Boolean>()) {
            for (HostPipeline host : changed) {
                scope.fork(host.host().value(), () -> {
                    host.end(undo(host, reason));
                    return true;
                });
            }
            equipment.interruption().undisturbed(scope::join);
        }
    }

    private HostOutcome undo(HostPipeline host, String reason) {
        if (!goesBack(host.host())) {
            return stays(host);
        }
        List<Limit.Slot> slots = new ArrayList<>();
        try {
            return equipment.interruption().during(() -> {
                for (Limit limit : limitsOf(host.host())) {
                    slots.add(limit.take(host::waiting));
                }
                return equipment.interruption().undisturbed(() -> goBack(host, reason));
            });
        } catch (InterruptedException e) {
            return new HostOutcome.Indeterminate(Failures.interrupted(Phase.ROLLBACK));
        } catch (TransferException | MachineException e) {
            return unreachable(host, e);
        } catch (Exception e) {
            return new HostOutcome.Indeterminate(equipment.bugs().failure(e, Phase.ROLLBACK));
        } finally {
            slots.forEach(Limit.Slot::close);
        }
    }

    /** Always in the same order, so that no two hosts hold what the other one waits for. */
    private List<Limit> limitsOf(HostName host) {
        List<Limit> its = new ArrayList<>();
        plan.stages().stream()
                .filter(stage -> stage.hosts().contains(host))
                .forEach(stage -> Optional.ofNullable(stages.get(stage)).ifPresent(its::add));
        plan.rollout().budgets().stream()
                .filter(budget -> budget.hosts().contains(host))
                .forEach(budget -> Optional.ofNullable(budgets.get(budget)).ifPresent(its::add));
        return its;
    }

    private HostOutcome goBack(HostPipeline host, String reason) throws InterruptedException {
        equipment.log().publish(host.host(), Phase.ROLLBACK, new Body.PhaseStarted());
        followEarlier(host);
        HostState now = observe(host);
        Optional<StorePath> before = before(host, now);
        if (before.isEmpty()) {
            return failed("rollback.nothing-recorded", "it is not known what ran before this run", host, List.of());
        }
        Optional<StorePath> wanted = Optional.of(host.contact().spec().toplevel());
        if (!isForBoot()
                && !now.running().equals(wanted)
                && !now.profile().equals(wanted)
                && !now.running().equals(before)) {
            return failed("rollback.host-moved", "somebody else changed it: nothing was put back", host, List.of());
        }
        equipment.note(host.host(), Step.REVERT, reason);
        ActivationGoal goal = orders.goal().activation().orElseThrow();
        var way = new WayBack(host.contact().link(), now, before.get());
        ActivationOutcome outcome = way.isThere()
                ? new ActivationOutcome.AlreadyCurrent(before.get())
                : new Rollback(equipment, orders.ids().back(), orders, new Specialisation.Kept())
                        .go(host.host(), way, goal, Phase.ROLLBACK);
        return outcome(outcome, host, before.get(), reason);
    }

    /** What an earlier process began to put back comes to its end first, however that is. */
    private void followEarlier(HostPipeline host) throws InterruptedException {
        Optional<StorePath> before = host.contact().before().running();
        for (String name : before.isPresent() ? orders.ids().earlierBacks() : List.<String>of()) {
            var request =
                    orders.request(name, orders.goal().activation().orElseThrow(), before.get(), Optional.empty());
            Optional<Begun> begun = equipment
                    .rooms()
                    .rejoin(
                            host.contact().link(),
                            request,
                            event -> equipment.log().publish(host.host(), Phase.ROLLBACK, new Body.Activation(event)));
            if (begun.isPresent()) {
                begun.get().confirmed();
                return;
            }
        }
    }

    private boolean isForBoot() {
        return orders.goal().activation().equals(Optional.of(ActivationGoal.BOOT));
    }

    /**
     * What goal {@code boot} changed is what boots; all others, what runs. Where the new system runs as one of its
     * specialisations, the old one did, too: they go back with the system that they belong to.
     */
    private Optional<StorePath> before(HostPipeline host, HostState now) {
        Optional<StorePath> wanted = Optional.of(host.contact().spec().toplevel());
        boolean specialised = now.profile().equals(wanted) && !now.running().equals(wanted);
        Contact.Before before = host.contact().before();
        boolean ranThat = now.running().equals(before.running());
        return isForBoot() || (specialised && !ranThat) ? before.profile() : before.running();
    }

    private HostState observe(HostPipeline host) throws InterruptedException {
        Machine machine;
        try {
            machine = host.contact().link().machine();
            return equipment.rooms().observe(machine);
        } catch (RuntimeException stale) {
            // The connection may have been idle for as long as other hosts had their turn.
            return equipment.rooms().observe(host.contact().link().reconnect());
        }
    }

    private static HostOutcome outcome(ActivationOutcome outcome, HostPipeline host, StorePath before, String reason) {
        HostName name = host.host();
        String back = "runs " + SystemName.of(before, name) + " again, because " + reason;
        return switch (outcome) {
            case ActivationOutcome.Activated _, ActivationOutcome.AlreadyCurrent _ ->
                new HostOutcome.RolledBack(failure("rollout.rolled-back", back, List.of(), List.of()));
            case ActivationOutcome.Degraded(StorePath _, List<FailedUnit> units) ->
                new HostOutcome.RolledBack(failure(
                        "rollout.rolled-back",
                        back + "; units failed on the way: "
                                + String.join(
                                        ", ",
                                        units.stream().map(FailedUnit::unit).toList()),
                        List.of(),
                        List.of()));
            case ActivationOutcome.Reverted(Optional<StorePath> running, ActivationFailure cause) ->
                notBack(host, running, cause);
            case ActivationOutcome.Failed(Optional<StorePath> running, ActivationFailure cause) ->
                notBack(host, running, cause);
            case ActivationOutcome.NeedsReboot(StorePath _, String why) ->
                failed("rollout.rollback-failed", "only a reboot can put it back: " + why, host, List.of());
            case ActivationOutcome.Indeterminate(ActivationFailure cause) ->
                new HostOutcome.Indeterminate(Failures.of(cause, Phase.ROLLBACK));
            case ActivationOutcome.DryRun _ -> throw new IllegalStateException("a rollback is no dry run");
        };
    }

    private static HostOutcome notBack(HostPipeline host, Optional<StorePath> running, ActivationFailure cause) {
        String runs = running.map(path -> "it runs " + SystemName.of(path, host.host()))
                .orElse("what it runs is not known");
        return failed(
                "rollout.rollback-failed",
                "could not be put back: " + cause.message() + "; " + runs,
                host,
                cause.log());
    }

    private HostOutcome unreachable(HostPipeline host, RuntimeException cause) {
        String ran = SystemName.of(host.contact().spec().toplevel(), host.host());
        return new HostOutcome.Indeterminate(failure(
                "rollout.rollback-unreachable",
                "could not be reached to be put back; when last seen it ran " + ran + ": " + cause.getMessage(),
                List.of(),
                List.of("When it is there again: convoy resume " + orders.ids().runId())));
    }

    private HostOutcome stays(HostPipeline host) {
        String why = "keeps the new system: neverRollBack has it";
        return switch (host.outcome().orElseThrow()) {
            case HostOutcome.Succeeded(String summary, List<String> warnings) -> {
                List<String> more = new ArrayList<>(warnings);
                more.add(why);
                yield new HostOutcome.Succeeded(summary, more);
            }
            case HostOutcome.Unchanged same -> same;
            case HostOutcome.RolledBack same -> same;
            case HostOutcome.Failed same -> same;
            case HostOutcome.Skipped same -> same;
            case HostOutcome.Indeterminate same -> same;
        };
    }

    private static HostOutcome failed(String code, String message, HostPipeline host, List<String> detail) {
        return new HostOutcome.Failed(failure(
                code, message, detail, List.of("'convoy status --on " + host.host() + "' reads what it runs.")));
    }

    private static Failure failure(String code, String message, List<String> detail, List<String> hints) {
        return new Failure(code, Phase.ROLLBACK, message, detail, hints);
    }
}
