package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Trial;
import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.rollout.Stage;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.HostRecord.Asked;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings to its end what a process that is gone began on a host, as the host itself tells of it: what is still on trial is
 * watched and answered, all else is followed and read.
 */
public record Rejoining(Equipment equipment, Orders orders, RolloutPlan plan, HostRecord host, Contact contact) {
    /** Whether a host went back only because nobody was there to answer it. */
    public static boolean isUnanswered(ActivationOutcome end) {
        return end instanceof ActivationOutcome.Reverted(var _, ActivationFailure cause)
                && (cause.code().equals("activation.not-confirmed")
                        || cause.code().equals("activation.withdrawn"));
    }

    /** Empty if it is to be begun anew: the host never heard of it, or went back because nobody was there to answer. */
    public Optional<HostOutcome> toItsEnd() throws Exception {
        Optional<HostOutcome> outcome = rejoined();
        return outcome.isEmpty()
                ? outcome
                : Optional.of(HostHooks.of(equipment, orders, contact).finished(Hook.Stage.ACTIVATION, outcome.get()));
    }

    private Optional<HostOutcome> rejoined() throws Exception {
        ActivationRequest request = orders.request(
                orders.ids().last(host.host()),
                orders.goal().activation().orElseThrow(),
                host.head().system(),
                host.head().before());
        equipment.log().publish(host.host(), Phase.ACTIVATE, new Body.PhaseStarted());
        Optional<Begun> begun = equipment.rooms().rejoin(contact.link(), request, this::tell);
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        var period = new TrialPeriod(equipment, orders, contact, soak());
        period.failedBefore(host.failingBefore());
        var judge = new TrialJudge(equipment, orders, contact, request, period);
        return switch (begun.get()) {
            case Begun.Ended(ActivationOutcome end) -> ended(end, judge);
            case Begun.OnTrial(Trial trial) -> onTrial(trial, judge);
        };
    }

    private Optional<HostOutcome> onTrial(Trial trial, TrialJudge judge) throws Exception {
        if (host.lastStep().equals(Optional.of(Step.REVERT))) {
            return ended(trial.revert(reason()), judge);
        }
        // The host may be about to go back. Whoever cannot hold it has not seen whether it is well, so does not
        // confirm.
        return trial.extend(orders.terms().confirmWindow())
                ? Optional.of(judge.judge(trial, plan.goesBack(host.host()), () -> {}))
                : ended(trial.revert("nobody was there to watch it"), judge);
    }

    private Optional<HostOutcome> ended(ActivationOutcome end, TrialJudge judge) throws Exception {
        boolean wasIll = host.lastStep().equals(Optional.of(Step.REVERT));
        if (wasIll && end instanceof ActivationOutcome.Reverted(Optional<StorePath> running, var _)) {
            return Optional.of(new HostOutcome.RolledBack(ill(running)));
        }
        return isUnanswered(end)
                ? Optional.empty()
                : Optional.of(judge.ended(end, judge.restarting(isBackFromRestart(), plan.goesBack(host.host()))));
    }

    /** What the process that is gone had found. */
    private Failure ill(Optional<StorePath> running) {
        List<String> detail = running.map(path -> "now running: " + SystemName.of(path, host.host())).stream()
                .toList();
        return new Failure("health.check-failed", Phase.HEALTH, reason(), detail, List.of());
    }

    private String reason() {
        return host.last().flatMap(Asked::reason).orElse("it was not well");
    }

    /** It was told to restart, and has been up for less time than has passed since. */
    private boolean isBackFromRestart() {
        Duration since = host.last()
                .filter(asked -> asked.step() == Step.REBOOT)
                .map(asked ->
                        Duration.between(asked.time(), equipment.rooms().clock().instant()))
                .orElse(Duration.ZERO);
        return contact.state().map(HostState::uptime).orElse(since).compareTo(since) < 0;
    }

    /** Where the soak was over when the process died, one look is enough. */
    private Duration soak() {
        boolean over = host.lastStep().equals(Optional.of(Step.CONFIRM));
        return plan.stages().stream()
                .filter(stage -> !over && stage.hosts().contains(host.host()))
                .map(Stage::soak)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private void tell(ActivationEvent event) {
        equipment.log().publish(host.host(), Phase.ACTIVATE, new Body.Activation(event));
    }
}
