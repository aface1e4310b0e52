package dev.convoy.cli.ui;

import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.health.Finding;
import dev.convoy.activation.health.Result;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.report.HostNames;
import dev.convoy.cli.report.Measure;
import java.util.List;
import java.util.stream.Collectors;

/** Waves and their judgement in words. */
final class RolloutWords {
    private RolloutWords() {}

    /** Such as {@code wave 2 of 3: web}. */
    static String place(Body.WaveStarted wave) {
        return "wave " + wave.number() + " of " + wave.of() + ": " + wave.stage();
    }

    static String started(Body.WaveStarted wave) {
        String soak = wave.soak().isZero() ? "" : ", soak " + Measure.elapsed(wave.soak());
        return place(wave) + " (" + Measure.count(wave.hosts().size(), "host") + soak + "): "
                + String.join(", ", HostNames.of(wave.hosts()));
    }

    static String soak(Body.SoakStarted soak) {
        String checks = Measure.count(soak.checks(), "check");
        return soak.soak().isZero()
                ? "on trial: " + checks
                : "on trial for " + Measure.elapsed(soak.soak()) + ": " + checks;
    }

    /** A check that begins to fail is not told to everyone yet: it may be overlooked. */
    static Said health(Finding finding) {
        String before = finding.failedBefore() && finding.result().isFailure() ? " (as it did before)" : "";
        String name = finding.check().name();
        return switch (finding.result()) {
            case Result.Pass() -> Said.step(name + ": ok");
            case Result.Fail(String why, List<String> detail) ->
                new Said(Said.Weight.STEP, name + ": " + why + before, detail);
            case Result.UnitsFailed(List<FailedUnit> units) ->
                Said.step(
                        name + ": " + units.stream().map(FailedUnit::unit).collect(Collectors.joining(", ")) + before);
            case Result.CouldNotTell(String why) -> Said.step(name + ": could not tell: " + why);
        };
    }

    static String halted(Body.RolloutHalted halted) {
        return halted.reason() + "; " + next(halted.action());
    }

    private static String next(OnFailure action) {
        return switch (action) {
            case PAUSE -> "paused until you choose";
            case STOP -> "stopped, nothing is put back";
            case HOST -> "stopped, the other hosts are left as they are";
            case WAVE -> "stopped, the wave is put back";
            case RUN -> "stopped, all that this run changed is put back";
        };
    }
}
