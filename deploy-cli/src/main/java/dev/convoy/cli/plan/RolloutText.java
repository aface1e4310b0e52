package dev.convoy.cli.plan;

import dev.convoy.activation.rollout.FailureKind;
import dev.convoy.activation.rollout.FailureLimits;
import dev.convoy.activation.rollout.Wave;
import dev.convoy.cli.report.HostNames;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.Tone;
import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waves, and what ends them, for people. */
final class RolloutText {
    private RolloutText() {}

    /** Nothing where nobody waits for anybody. */
    static List<Line> of(RolloutPlan plan, Goal goal) {
        if (!plan.isStaged() || plan.stages().stream().allMatch(s -> s.hosts().isEmpty())) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        plan.waves().forEach(wave -> lines.add(wave(wave, plan.waves().size())));
        lines.add(Line.of("When too many fail: ", Tone.STRONG).with(onFailure(plan, goal)));
        if (!plan.neverBack().isEmpty()) {
            lines.add(Line.of("Never put back: " + names(plan.neverBack())));
        }
        plan.untried()
                .ifPresent(stage -> lines.add(Line.of("warning: ", Tone.WARNING)
                        .with("no host of stage " + stage.name() + " can be changed, so nothing would be begun")));
        lines.add(Line.EMPTY);
        return lines;
    }

    private static Line wave(Wave<HostName> wave, int of) {
        String atOnce = wave.atOnce() < wave.hosts().size() ? ", " + wave.atOnce() + " at once" : "";
        String soak = wave.stage().soak().isZero()
                ? ""
                : ", soak " + Measure.elapsed(wave.stage().soak());
        return Line.of("Wave " + wave.number() + " of " + of, Tone.STRONG)
                .with("  " + wave.stage().name(), Tone.ACTIVE)
                .with("  " + names(wave.hosts()))
                .with(atOnce + soak + limits(wave.stage().limits()), Tone.DIM);
    }

    /** What may happen at all; that nothing may is what everyone expects. */
    private static String limits(FailureLimits limits) {
        String some = Stream.of(FailureKind.values())
                .flatMap(kind -> limits
                        .of(kind)
                        .filter(share -> !share.text().matches("0%?|100%"))
                        .map(share -> share.text() + " " + kind.words())
                        .stream())
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? "" : ", up to " + some;
    }

    private static String onFailure(RolloutPlan plan, Goal goal) {
        return switch (plan.onFailure()) {
            case PAUSE -> "begin no more, and ask";
            case STOP -> "begin no more, put nothing back";
            case HOST -> goal == Goal.REBOOT ? "begin no more" : "begin no more, put back the hosts that failed";
            case WAVE -> "begin no more, put back the wave";
            case RUN -> "begin no more, put back all that the run changed";
        };
    }

    private static String names(Collection<HostName> hosts) {
        return String.join(", ", HostNames.of(List.copyOf(hosts)));
    }
}
