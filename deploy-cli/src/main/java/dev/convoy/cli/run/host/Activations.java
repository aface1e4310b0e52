package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.FailedUnit;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an activation's end means for the run. */
public final class Activations {
    private Activations() {}

    public static HostOutcome outcome(ActivationOutcome outcome, Goal goal, StorePath wanted, HostName host) {
        Function<StorePath, String> name = path -> SystemName.of(path, host);
        return switch (outcome) {
            // After goal boot, what runs is still the system of before.
            case ActivationOutcome.Activated(StorePath _, List<String> warnings) ->
                new HostOutcome.Succeeded(done(goal, name.apply(wanted)), warnings);
            case ActivationOutcome.AlreadyCurrent(StorePath running) ->
                new HostOutcome.Unchanged("runs " + name.apply(running));
            case ActivationOutcome.Degraded(StorePath running, List<FailedUnit> units) ->
                new HostOutcome.Failed(degraded(name.apply(running), units, host));
            case ActivationOutcome.Reverted(Optional<StorePath> running, ActivationFailure cause) ->
                new HostOutcome.RolledBack(withRunning(cause, running, name));
            case ActivationOutcome.NeedsReboot(StorePath staged, String reason) ->
                new HostOutcome.Failed(needsReboot(name.apply(staged), reason));
            case ActivationOutcome.Failed(Optional<StorePath> running, ActivationFailure cause) ->
                new HostOutcome.Failed(withRunning(cause, running, name));
            case ActivationOutcome.Indeterminate(ActivationFailure cause) ->
                new HostOutcome.Indeterminate(Failures.of(cause, Phase.ACTIVATE));
            case ActivationOutcome.DryRun(List<String> lines) ->
                new HostOutcome.Succeeded(
                        lines.isEmpty() ? "would change nothing" : String.join("; ", lines), List.of());
        };
    }

    private static String done(Goal goal, String system) {
        return switch (goal) {
            case SWITCH -> "switched to " + system;
            case TEST -> "runs " + system + " until the next boot";
            case BOOT -> "boots " + system + " next";
            case BUILD, PUSH, DRY_ACTIVATE, REBOOT -> "runs " + system;
        };
    }

    private static Failure needsReboot(String system, String reason) {
        return new Failure(
                "activation.needs-reboot",
                Phase.ACTIVATE,
                "nothing was changed: " + system + " can only be put in force by a reboot (" + reason + ")",
                List.of(),
                List.of("Give --reboot if-needed; or 'convoy deploy boot', then 'convoy reboot'."));
    }

    private static Failure degraded(String system, List<FailedUnit> units, HostName host) {
        List<String> detail = new ArrayList<>();
        for (FailedUnit unit : units) {
            detail.add(unit.unit() + ":");
            unit.journal().forEach(line -> detail.add("  " + line));
        }
        String names = String.join(", ", units.stream().map(FailedUnit::unit).toList());
        return new Failure(
                "activation.units-failed",
                Phase.ACTIVATE,
                "runs " + system + ", but " + Measure.count(units.size(), "unit") + " failed: " + names,
                detail,
                List.of("Back to the system before: convoy rollback --on " + host));
    }

    private static Failure withRunning(
            ActivationFailure cause, Optional<StorePath> running, Function<StorePath, String> name) {
        Failure failure = Failures.of(cause, Phase.ACTIVATE);
        List<String> detail = new ArrayList<>(failure.detail());
        running.ifPresent(path -> detail.add("now running: " + name.apply(path)));
        return new Failure(failure.code(), failure.phase(), failure.message(), detail, failure.hints());
    }
}
