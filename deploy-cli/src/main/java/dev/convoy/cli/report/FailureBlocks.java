package dev.convoy.cli.report;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import java.util.ArrayList;
import java.util.List;

/** Failures in full: who, in which phase, why, what was printed, what to do next. */
final class FailureBlocks {
    private static final String INDENT = "    ";

    private final int width;
    private final Marks marks;

    FailureBlocks(int width, Marks marks) {
        this.width = width;
        this.marks = marks;
    }

    List<Line> of(FailureGroup group) {
        List<String> names =
                HostNames.of(group.results().stream().map(HostResult::host).toList());
        int count = group.results().size();
        Line who = marks.of(group.outcome()).with(" ");
        String end = did(group.outcome(), group.cause().phase());
        var lines = new ArrayList<Line>();
        if (count == 1) {
            lines.add(who.with(names.getFirst(), Tone.STRONG)
                    .with("  " + end, Outcomes.word(group.outcome()).tone()));
        } else {
            Line many = who.with(Measure.count(count, "host"), Tone.STRONG)
                    .with("  " + end, Outcomes.word(group.outcome()).tone());
            lines.addAll(Wrap.hanging(many.with(": "), String.join(", ", names), Tone.PLAIN, width));
        }
        lines.addAll(cause(group.cause()));
        String first = group.results().getFirst().host().value();
        if (count > 1 && (!group.cause().detail().isEmpty() || group.differs())) {
            lines.add(Line.of(INDENT + "(as it was for " + first + ")", Tone.DIM));
        }
        return lines;
    }

    /** Of a failure that is no single host's. */
    List<Line> ofRun(Failure cause) {
        var lines = new ArrayList<Line>();
        lines.add(Line.of(marks.failed() + " " + during(cause.phase()) + " failed", Tone.BAD));
        lines.addAll(cause(cause));
        return lines;
    }

    private List<Line> cause(Failure cause) {
        var lines = new ArrayList<Line>(
                Wrap.hanging(Line.of(INDENT), cause.message() + " [" + cause.code() + "]", Tone.PLAIN, width));
        Line quoted = Line.of(INDENT).with("| ", Tone.DIM);
        cause.detail().forEach(line -> lines.addAll(Wrap.hanging(quoted, line, Tone.PLAIN, width)));
        Line next = Line.of(INDENT).with("next: ", Tone.ACTIVE);
        cause.hints().forEach(hint -> lines.addAll(Wrap.hanging(next, hint, Tone.PLAIN, width)));
        return lines;
    }

    private static String did(HostOutcome outcome, Phase phase) {
        return switch (outcome) {
            case HostOutcome.Failed _ -> during(phase) + " failed";
            case HostOutcome.RolledBack _ when phase == Phase.ROLLBACK -> "rolled back: the old system runs again";
            case HostOutcome.RolledBack _ -> "rolled back: " + during(phase) + " failed, the old system runs again";
            case HostOutcome.Indeterminate _ -> "state unknown after " + during(phase);
            case HostOutcome.Succeeded _, HostOutcome.Unchanged _, HostOutcome.Skipped _ ->
                Outcomes.word(outcome).text();
        };
    }

    private static String during(Phase phase) {
        return switch (phase) {
            case EVALUATE -> "evaluation";
            case OBSERVE, PLAN -> "the check beforehand";
            case BUILD -> "the build";
            case TRANSFER -> "copying";
            case ACTIVATE -> "activation";
            case HEALTH -> "the health check";
            case ROLLBACK -> "the rollback";
            case REPORT -> "reporting";
        };
    }
}
