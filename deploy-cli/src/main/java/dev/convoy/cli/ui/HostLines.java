package dev.convoy.cli.ui;

import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.TextWidth;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.ui.HostRow.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
        return rows.stream().map(row -> line(row, name, width, now, marks)).toList();
    }

    private static Line line(HostRow row, int name, int width, Instant now, Marks marks) {
        Line elapsed = row.began().isEmpty() ? Line.EMPTY : Line.of(Measure.elapsed(row.elapsed(now)), Tone.DIM);
        Line start = mark(row, marks)
                .with(" ")
                .with(Line.of(row.host().value()).cut(name).padded(name))
                .with(GAP)
                .with(word(row).padded(PHASE))
                .with(GAP)
                .with(elapsed.paddedLeft(ELAPSED))
                .with(GAP);
        return start.with(detail(row, now, width - start.width()));
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

    private static Line detail(HostRow row, Instant now, int columns) {
        String doing = row.sending()
                .map(s -> detail(s, now, columns))
                .or(() -> row.soaksUntil().map(end -> soak(row, end, now)))
                .orElse(row.detail());
        return row.outcome().map(HostLines::detail).orElseGet(() -> Line.of(doing));
    }

    private static String soak(HostRow row, Instant end, Instant now) {
        String left =
                now.isBefore(end) ? Measure.elapsed(Duration.between(now, end)) + " to go" : "about to be confirmed";
        return row.detail().isEmpty() ? left : left + ", " + row.detail();
    }

    /** The speed, and then the paths, only where they fit whole. */
    private static String detail(Sending sending, Instant now, int columns) {
        String text = String.format(
                Locale.ROOT,
                "%3d%%  %s",
                (int) (sending.fraction() * 100),
                Measure.bytesOf(sending.doneBytes(), sending.bytes()));
        long speed = sending.bytesPerSecond(now);
        String faster = speed == 0 ? text : text + ", " + Measure.bytes(speed) + "/s";
        String whole = faster + ", " + sending.sentPaths() + " of " + Measure.count(sending.paths(), "path");
        return Stream.of(whole, faster)
                .filter(longer -> longer.length() <= columns)
                .findFirst()
                .orElse(text);
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
