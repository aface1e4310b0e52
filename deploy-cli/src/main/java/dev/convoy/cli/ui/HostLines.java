package dev.convoy.cli.ui;

import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.TextWidth;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.ui.HostRow.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** One line per host: sign, name, phase, time, and what it does, which is the part that a narrow terminal cuts. */
final class HostLines {
    private static final int PHASE = 9;
    private static final int ELAPSED = 5;
    private static final String GAP = "  ";

    private HostLines() {}

    static List<Line> of(List<HostRow> rows, int width, Instant now, Marks marks) {
        int longest = rows.stream()
                .mapToInt(row -> TextWidth.of(row.host().value()))
                .max()
                .orElse(0);
        int name = Math.min(longest, width / 3);
        return rows.stream().map(row -> line(row, name, now, marks)).toList();
    }

    private static Line line(HostRow row, int name, Instant now, Marks marks) {
        Line elapsed = row.began().isEmpty() ? Line.EMPTY : Line.of(Measure.elapsed(row.elapsed(now)), Tone.DIM);
        return mark(row, marks)
                .with(" ")
                .with(Line.of(row.host().value()).cut(name).padded(name))
                .with(GAP)
                .with(word(row).padded(PHASE))
                .with(GAP)
                .with(elapsed.paddedLeft(ELAPSED))
                .with(GAP)
                .with(detail(row, now));
    }

    private static Line mark(HostRow row, Marks marks) {
        return row.outcome()
                .map(marks::of)
                .orElseGet(() -> row.standing() == Standing.RUNNING
                        ? Line.of(marks.running(), Tone.ACTIVE)
                        : Line.of(marks.waiting(), Tone.DIM));
    }

    private static Line word(HostRow row) {
        return row.outcome()
                .map(HostLines::word)
                .orElseGet(() -> row.standing() == Standing.RUNNING
                        ? Line.of(EventWords.phase(row.phase()))
                        : Line.of("waiting", Tone.DIM));
    }

    private static Line word(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _ -> Line.of("done", Tone.GOOD);
            case HostOutcome.Unchanged _ -> Line.of("unchanged", Tone.GOOD);
            case HostOutcome.RolledBack _ -> Line.of("reverted", Tone.BAD);
            case HostOutcome.Failed _ -> Line.of("failed", Tone.BAD);
            case HostOutcome.Skipped _ -> Line.of("skipped", Tone.DIM);
            case HostOutcome.Indeterminate _ -> Line.of("unknown", Tone.WARNING);
        };
    }

    private static Line detail(HostRow row, Instant now) {
        return row.outcome()
                .map(HostLines::detail)
                .orElseGet(
                        () -> row.sending().map(s -> Line.of(detail(s, now))).orElseGet(() -> Line.of(row.detail())));
    }

    private static String detail(Sending sending, Instant now) {
        long speed = sending.bytesPerSecond(now);
        return String.format(
                Locale.ROOT,
                "%3d%%  %s, %d of %s%s",
                (int) (sending.fraction() * 100),
                Measure.bytesOf(sending.sentBytes(), sending.bytes()),
                sending.sentPaths(),
                Measure.count(sending.paths(), "path"),
                speed == 0 ? "" : ", " + Measure.bytes(speed) + "/s");
    }

    private static Line detail(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded(String summary, var _) -> Line.of(summary, Tone.DIM);
            case HostOutcome.Unchanged _ -> Line.EMPTY;
            case HostOutcome.RolledBack(var cause) -> Line.of(cause.message());
            case HostOutcome.Failed(var cause) -> Line.of(cause.message());
            case HostOutcome.Skipped(String reason) -> Line.of(reason, Tone.DIM);
            case HostOutcome.Indeterminate(var cause) -> Line.of(cause.message());
        };
    }
}
