package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.activation.Trial;
import dev.convoy.activation.hook.Hook.Stage;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.RebootNeed;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The restart that is part of a deployment, where the operator allows one and the new system is in force only after it.
 *
 * @param isBack whether an earlier process had it restarted, and it is back
 * @param goesBack whether it is put back if it is not well, where its first boot is a trial
 */
record Restarting(Equipment equipment, Orders orders, Contact contact, boolean isBack, boolean goesBack) {
    /** @param otherwise what has become of the host if it is not restarted */
    HostOutcome after(ActivationOutcome end, ActivationRequest request, TrialPeriod period, HostOutcome otherwise)
            throws Exception {
        if (orders.reboot() == RebootPolicy.NEVER || request.goal() == ActivationGoal.TEST) {
            return otherwise;
        }
        return switch (end) {
            case ActivationOutcome.NeedsReboot _ -> staged(request, period);
            case ActivationOutcome.Activated _ ->
                otherwise instanceof HostOutcome.Succeeded && isWanted() ? restarted(request, period) : otherwise;
            case ActivationOutcome.AlreadyCurrent _,
                    ActivationOutcome.Degraded _,
                    ActivationOutcome.Reverted _,
                    ActivationOutcome.Failed _,
                    ActivationOutcome.Indeterminate _,
                    ActivationOutcome.DryRun _ -> otherwise;
        };
    }

    private boolean isWanted() throws InterruptedException {
        if (isBack || orders.reboot() == RebootPolicy.ALWAYS) {
            return true;
        }
        HostState now = equipment.rooms().observe(contact.link().machine());
        return !now.profile().equals(now.running()) || !RebootNeed.of(now).isEmpty();
    }

    /** What cannot be switched to live is made what boots. The host takes it for a run of its own. */
    private HostOutcome staged(ActivationRequest live, TrialPeriod period) throws Exception {
        var request = new ActivationRequest(
                live.runId() + "-boot",
                ActivationGoal.BOOT,
                live.toplevel(),
                live.expected(),
                live.specialisation(),
                live.provenance(),
                live.terms());
        equipment.note(contact.host(), Step.STAGE);
        return switch (equipment.rooms().begin(contact.link(), request, this::tell)) {
            case Begun.Ended(ActivationOutcome.Activated _) -> restarted(request, period);
            case Begun.Ended(ActivationOutcome end) ->
                Activations.outcome(end, Goal.BOOT, request.toplevel(), contact.host());
            // An earlier process had it restarted.
            case Begun.OnTrial(Trial trial) -> judged(trial, period);
        };
    }

    private HostOutcome restarted(ActivationRequest request, TrialPeriod period) throws Exception {
        var hooks = HostHooks.of(equipment, orders, contact);
        return isBack
                ? hooks.finished(Stage.REBOOT, restart(request, period))
                : hooks.around(Stage.REBOOT, () -> restart(request, period));
    }

    private HostOutcome restart(ActivationRequest request, TrialPeriod period) throws InterruptedException {
        StorePath wanted = request.toplevel();
        Duration timeout = equipment.settings().span(Setting.REBOOT_TIMEOUT);
        Restarted end;
        try (var _ = equipment
                .limits()
                .restarts()
                .take(reason -> equipment.log().publish(contact.host(), Phase.ACTIVATE, new Body.Waiting(reason)))) {
            if (equipment.interruption().isStopping()) {
                return new HostOutcome.Failed(failure(
                        "reboot.stopped", "stopped before it was restarted; it boots " + name(wanted) + " next"));
            }
            end = isBack ? back() : restart(timeout);
        }
        return afterwards(period)
                .outcome(
                        end,
                        Optional.of(wanted),
                        _ -> request.goal() == ActivationGoal.BOOT
                                ? equipment.rooms().rejoin(contact.link(), request, this::tell)
                                : Optional.empty(),
                        running -> well(running, period));
    }

    /** A system that was on trial from its first boot on, when an earlier process died. */
    HostOutcome judged(Trial trial, TrialPeriod period) throws InterruptedException {
        return afterwards(period).judged(trial);
    }

    private AfterRestart afterwards(TrialPeriod period) {
        return new AfterRestart(
                contact.host(),
                period,
                orders.terms().confirmWindow(),
                goesBack,
                why -> equipment.note(contact.host(), Step.REVERT, why));
    }

    private Restarted restart(Duration timeout) throws InterruptedException {
        equipment.note(contact.host(), Step.REBOOT);
        return equipment.rooms().restart(contact.link(), timeout, this::tell);
    }

    private Restarted back() {
        HostState state = contact.state().orElseThrow();
        return new Restarted.Back(state.bootId(), state.running(), Optional.empty());
    }

    /** Its checks, once more: they may have passed only because of what ran before. */
    private HostOutcome well(StorePath running, TrialPeriod period) throws InterruptedException {
        var health = new HealthOutcomes(contact.host(), period.watchRestarted());
        return health.confirmed(
                new ActivationOutcome.Activated(running, List.of()),
                new HostOutcome.Succeeded("restarted into " + name(running), List.of()),
                period.ignoredUnits());
    }

    private void tell(ActivationEvent event) {
        equipment.log().publish(contact.host(), Phase.ACTIVATE, new Body.Activation(event));
    }

    private String name(StorePath system) {
        return SystemName.of(system, contact.host());
    }

    private static Failure failure(String code, String message) {
        return new Failure(code, Phase.ACTIVATE, message, List.of(), List.of("Look at it: 'convoy status'."));
    }
}
