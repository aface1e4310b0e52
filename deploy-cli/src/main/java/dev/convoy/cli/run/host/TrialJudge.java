package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Trial;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Limit;
import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.List;

/** From a system on trial to the host's end: watched, then confirmed or put back, and restarted where that was asked for. */
record TrialJudge(Equipment equipment, Orders orders, Contact contact, ActivationRequest request, TrialPeriod period) {

    /**
     * @param goesBack whether it is put back if it is not well
     * @param slot given back when the host has its answer: a restart is no part of the activation
     */
    HostOutcome judge(Trial trial, boolean goesBack, Limit.Slot slot) throws Exception {
        if (request.goal() == ActivationGoal.BOOT) {
            return restarting(true, goesBack).judged(trial, period);
        }
        equipment.note(host(), Step.ON_TRIAL);
        var health = new HealthOutcomes(host(), period.watch(trial));
        if (!health.ill().isEmpty() && goesBack) {
            equipment.note(host(), Step.REVERT, health.reason());
            return health.reverted(trial.revert(health.reason()));
        }
        equipment.note(host(), Step.CONFIRM);
        ActivationOutcome end = trial.confirm();
        slot.giveBack();
        return restarting(false, goesBack)
                .after(end, request, period, moved(health.confirmed(end, of(end), period.ignoredUnits())));
    }

    private HostOutcome moved(HostOutcome outcome) {
        if (!(outcome instanceof HostOutcome.Succeeded(String summary, List<String> warnings))) {
            return outcome;
        }
        List<String> more = new ArrayList<>(warnings);
        period.moved().ifPresent(more::add);
        return new HostOutcome.Succeeded(summary, more);
    }

    /** It came to its end without a trial. */
    HostOutcome ended(ActivationOutcome end, Restarting restarting) throws Exception {
        return restarting.after(end, request, period, of(end));
    }

    Restarting restarting(boolean isBack, boolean goesBack) {
        return new Restarting(equipment, orders, contact, isBack, goesBack);
    }

    private HostOutcome of(ActivationOutcome end) {
        return Activations.outcome(end, orders.goal(), request.toplevel(), host());
    }

    private HostName host() {
        return contact.host();
    }
}
