package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.health.Finding;
import dev.convoy.activation.health.Result;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.SystemName;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** What a host's health comes to, together with how its activation ended. */
record HealthOutcomes(HostName host, List<Finding> findings) {

    /** The checks that speak against the new system. */
    List<Finding> ill() {
        return findings.stream().filter(Finding::counts).toList();
    }

    /** For the host's own record, in one line. */
    String reason() {
        return ill().stream().map(HealthOutcomes::said).collect(Collectors.joining("; "));
    }

    /** The trial was ended because of {@link #ill}. */
    HostOutcome reverted(ActivationOutcome outcome) {
        return switch (outcome) {
            case ActivationOutcome.Reverted(Optional<StorePath> running, ActivationFailure _) ->
                new HostOutcome.RolledBack(failure(reason(), now(running), List.of()));
            case ActivationOutcome.Indeterminate(ActivationFailure cause) ->
                new HostOutcome.Indeterminate(together(cause, Optional.empty()));
            case ActivationOutcome.Failed(Optional<StorePath> running, ActivationFailure cause) ->
                new HostOutcome.Failed(together(cause, running));
            case ActivationOutcome.Activated(StorePath running, var _) -> stays(running);
            case ActivationOutcome.AlreadyCurrent(StorePath running) -> stays(running);
            case ActivationOutcome.Degraded(StorePath running, var _) -> stays(running);
            case ActivationOutcome.NeedsReboot _, ActivationOutcome.DryRun _ ->
                throw new IllegalStateException("no end of a trial: " + outcome);
        };
    }

    /**
     * The trial was confirmed.
     *
     * @param outcome as without any checks
     * @param ignored units that may fail
     */
    HostOutcome confirmed(ActivationOutcome end, HostOutcome outcome, SortedSet<String> ignored) {
        return switch (end) {
            case ActivationOutcome.Activated(StorePath running, List<String> warnings) ->
                withFindings(running, outcome, warnings);
            case ActivationOutcome.Degraded(StorePath running, List<FailedUnit> units)
            when ill().isEmpty() && units.stream().allMatch(unit -> ignored.contains(unit.unit())) ->
                withFindings(
                        running,
                        new HostOutcome.Succeeded("runs " + SystemName.of(running, host), List.of()),
                        List.of("failed, as it may: "
                                + units.stream().map(FailedUnit::unit).collect(Collectors.joining(", "))));
            case ActivationOutcome.Degraded _,
                    ActivationOutcome.AlreadyCurrent _,
                    ActivationOutcome.Reverted _,
                    ActivationOutcome.NeedsReboot _,
                    ActivationOutcome.Failed _,
                    ActivationOutcome.Indeterminate _,
                    ActivationOutcome.DryRun _ -> outcome;
        };
    }

    /** It was only restarted, so there is no system to go back to. */
    HostOutcome restarted(StorePath running, SortedSet<String> ignored) {
        String done = "restarted, runs " + SystemName.of(running, host);
        return ill().isEmpty()
                ? confirmed(
                        new ActivationOutcome.Activated(running, List.of()),
                        new HostOutcome.Succeeded(done, List.of()),
                        ignored)
                : new HostOutcome.Failed(failure(
                        done + ", and is not well: " + reason(),
                        Optional.empty(),
                        List.of("Look at it: 'convoy status --on " + host + "'.")));
    }

    private HostOutcome withFindings(StorePath running, HostOutcome outcome, List<String> warnings) {
        if (!ill().isEmpty()) {
            return stays(running);
        }
        List<Finding> unknown = findings.stream()
                .filter(finding -> finding.result() instanceof Result.CouldNotTell)
                .toList();
        if (!unknown.isEmpty()) {
            String why = unknown.stream().map(HealthOutcomes::said).collect(Collectors.joining("; "));
            return new HostOutcome.Failed(new Failure(
                    "health.unknown",
                    Phase.HEALTH,
                    "runs " + SystemName.of(running, host) + ", and it could not be told whether it is well: " + why,
                    List.of(),
                    List.of("Mend the check, then look: 'convoy status --on " + host + "'.")));
        }
        List<String> more = new ArrayList<>(warnings);
        findings.stream()
                .filter(finding -> finding.failedBefore() && finding.result().isFailure())
                .forEach(finding -> more.add(said(finding) + "; it failed before, too"));
        return outcome instanceof HostOutcome.Succeeded(String summary, var _)
                ? new HostOutcome.Succeeded(summary, more)
                : outcome;
    }

    private HostOutcome stays(StorePath running) {
        return new HostOutcome.Failed(failure(
                "keeps " + SystemName.of(running, host) + ", and is not well: " + reason(),
                Optional.empty(),
                List.of("Back to the system before: convoy rollback --on " + host)));
    }

    private Failure together(ActivationFailure cause, Optional<StorePath> running) {
        List<String> detail = new ArrayList<>(List.of("why it was to go back: " + reason()));
        detail.addAll(cause.log());
        now(running).ifPresent(detail::add);
        return new Failure(cause.code(), Phase.HEALTH, cause.message(), detail, cause.hints());
    }

    private Failure failure(String message, Optional<String> running, List<String> hints) {
        boolean units = ill().stream().allMatch(finding -> finding.result() instanceof Result.UnitsFailed);
        List<String> detail = new ArrayList<>();
        ill().forEach(finding -> detail.addAll(detail(finding.result())));
        running.ifPresent(detail::add);
        return new Failure(units ? "health.units-failed" : "health.check-failed", Phase.HEALTH, message, detail, hints);
    }

    private Optional<String> now(Optional<StorePath> running) {
        return running.map(path -> "now running: " + SystemName.of(path, host));
    }

    private static List<String> detail(Result result) {
        return switch (result) {
            case Result.Pass(), Result.CouldNotTell _ -> List.of();
            case Result.Fail(var _, List<String> detail) -> detail;
            case Result.UnitsFailed(List<FailedUnit> units) ->
                units.stream()
                        .flatMap(unit -> unit.journal().stream().map(line -> unit.unit() + ": " + line))
                        .toList();
        };
    }

    static String said(Finding finding) {
        return finding.check().name() + ": " + words(finding.result());
    }

    /** What was seen, in one line. */
    static String words(Result result) {
        return switch (result) {
            case Result.Pass() -> "passes";
            case Result.Fail(String why, var _) -> why;
            case Result.UnitsFailed(List<FailedUnit> units) ->
                units.stream().map(FailedUnit::unit).collect(Collectors.joining(", "));
            case Result.CouldNotTell(String why) -> why;
        };
    }
}
