package dev.convoy.cli.ui;

import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.Measure;
import dev.convoy.evaluator.BuildEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What goes on for the fleet as a whole: a line with a bar for evaluation, builds and copying, each while it lasts. */
final class TotalLines {
    /** Below this, words matter more than bars. */
    private static final int WIDE_ENOUGH_FOR_BARS = 64;

    private static final int BAR = 20;
    private static final int WORD = 7;

    private final FleetView view;
    private final int width;
    private final Instant now;
    private final Marks marks;

    TotalLines(FleetView view, int width, Instant now, Marks marks) {
        this.view = view;
        this.width = width;
        this.now = now;
        this.marks = marks;
    }

    List<Line> lines() {
        var lines = new ArrayList<Line>();
        evaluation().ifPresent(lines::add);
        view.builds().flatMap(this::builds).ifPresent(lines::add);
        copying().ifPresent(lines::add);
        return lines;
    }

    private Optional<Line> evaluation() {
        var eval = view.evaluation();
        if (!eval.goesOn()) {
            return Optional.empty();
        }
        int seen = eval.done() + eval.failed();
        String failed = eval.failed() == 0 ? "" : ", " + eval.failed() + " failed";
        return Optional.of(line(
                "eval", (double) seen / eval.total(), seen + " of " + Measure.count(eval.total(), "host") + failed));
    }

    private Optional<Line> builds(BuildEvent.Progress p) {
        int all = p.toBuild() + p.toFetch();
        int done = p.built() + p.fetched();
        if (done >= all) {
            return Optional.empty();
        }
        var parts = new ArrayList<String>();
        if (p.toBuild() > 0) {
            parts.add(p.built() + " of " + p.toBuild() + " built");
        }
        if (p.toFetch() > 0) {
            parts.add(p.fetched() + " of " + p.toFetch() + " fetched");
        }
        if (p.bytesToFetch() > 0) {
            parts.add(Measure.bytesOf(p.bytesFetched(), p.bytesToFetch()));
        }
        String name = view.building().isEmpty() ? "" : "  " + view.building();
        return Optional.of(line("build", (double) done / all, String.join(", ", parts) + name));
    }

    /** One host's copy is told in its own row. */
    private Optional<Line> copying() {
        List<Sending> sendings =
                view.rows().stream().flatMap(row -> row.sending().stream()).toList();
        if (sendings.size() < 2) {
            return Optional.empty();
        }
        long sent = sendings.stream().mapToLong(Sending::doneBytes).sum();
        long bytes = sendings.stream().mapToLong(Sending::bytes).sum();
        long speed = sendings.stream().mapToLong(s -> s.bytesPerSecond(now)).sum();
        String text = Measure.bytesOf(sent, bytes) + " to " + Measure.count(sendings.size(), "host")
                + (speed == 0 ? "" : ", " + Measure.bytes(speed) + "/s");
        return Optional.of(line("copy", bytes == 0 ? 1 : (double) sent / bytes, text));
    }

    private Line line(String word, double fraction, String text) {
        Line line = Line.of(word).padded(WORD);
        if (width >= WIDE_ENOUGH_FOR_BARS) {
            line = line.with(marks.bar(fraction, BAR)).with("  ");
        }
        return line.with(text);
    }
}
