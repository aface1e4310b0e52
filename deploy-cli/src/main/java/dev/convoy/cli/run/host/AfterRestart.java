package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.Begun;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.activation.Trial;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What has become of a host that was restarted: whether it is back with what it was to boot and, where its first boot is a
 * trial, what it is answered.
 *
 * @param window how long it holds out for the answer, each time it is asked to
 * @param goesBack whether it is taken back if it is not well, where its boot is a trial
 * @param goingBack is told why, before it is
 */
record AfterRestart(HostName host, TrialPeriod period, Duration window, boolean goesBack, Consumer<String> goingBack) {
    /** Asks a host that is back. */
    interface Boots {
        /** Empty if its boot was no trial. */
        Optional<Begun> trial(Restarted.Back back) throws InterruptedException;
    }

    /** It is back with what it was to boot, and nobody waits for an answer. */
    interface Well {
        HostOutcome outcome(StorePath running) throws InterruptedException;
    }

    /** @param wanted what it was to come back with */
    HostOutcome outcome(Restarted end, Optional<StorePath> wanted, Boots boots, Well well) throws InterruptedException {
        Optional<Begun> begun = end instanceof Restarted.Back back ? boots.trial(back) : Optional.empty();
        Optional<HostOutcome> answered = begun.isPresent() ? answered(begun.get(), wanted) : Optional.empty();
        if (answered.isPresent()) {
            return answered.get();
        }
        return switch (end) {
            case Restarted.Back(String _, Optional<StorePath> running, var _)
            when running.isPresent() && running.equals(wanted) -> well.outcome(running.get());
            case Restarted.Back(String _, Optional<StorePath> running, var _) ->
                new HostOutcome.Failed(new Failure(
                        "activation.not-in-force",
                        Phase.ACTIVATE,
                        "came back with " + name(running) + ", not with " + name(wanted),
                        List.of(),
                        List.of("Look at it: 'convoy status'.")));
            case Restarted.Refused(ActivationFailure cause) ->
                new HostOutcome.Failed(Failures.of(cause, Phase.ACTIVATE));
            case Restarted.Away(ActivationFailure cause) ->
                new HostOutcome.Indeterminate(Failures.of(cause, Phase.ACTIVATE));
        };
    }

    /** Empty if its trial is over, and the system was confirmed. */
    private Optional<HostOutcome> answered(Begun begun, Optional<StorePath> wanted) throws InterruptedException {
        return switch (begun) {
            case Begun.OnTrial(Trial trial) -> Optional.of(judged(trial));
            case Begun.Ended(ActivationOutcome.Activated _) -> Optional.empty();
            case Begun.Ended(ActivationOutcome ended) -> Optional.of(ended(ended, wanted.orElseThrow()));
        };
    }

    /** Its checks, and then its answer: unless it gets one, the host restarts into the system before. */
    HostOutcome judged(Trial trial) throws InterruptedException {
        // Whoever cannot hold it has not seen whether it is well.
        if (!trial.extend(window)) {
            return ended(trial.revert("nobody was there to watch it"), trial.running());
        }
        var health = new HealthOutcomes(host, period.watch(trial));
        if (!health.ill().isEmpty() && goesBack) {
            goingBack.accept(health.reason());
            return health.reverted(trial.revert(health.reason()));
        }
        ActivationOutcome end = trial.confirm();
        HostOutcome outcome = end instanceof ActivationOutcome.Activated(StorePath running, List<String> warnings)
                ? new HostOutcome.Succeeded("restarted, runs " + name(Optional.of(running)) + ", confirmed", warnings)
                : ended(end, trial.running());
        return health.confirmed(end, outcome, period.ignoredUnits());
    }

    private HostOutcome ended(ActivationOutcome end, StorePath wanted) {
        return Activations.outcome(end, Goal.REBOOT, wanted, host);
    }

    private String name(Optional<StorePath> system) {
        return system.map(path -> SystemName.of(path, host)).orElse("nothing known");
    }
}
