package dev.convoy.cli.ui;

import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.ui.HostRow.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The live table: a pure function of the view, the size of the terminal, and the time. */
final class Frame {
    /** For the cursor's line, and for what the operator types. */
    private static final int SPARE_ROWS = 2;

    private final FleetView view;
    private final int width;
    private final Instant now;
    private final Marks marks;

    private Frame(FleetView view, int width, Instant now, Marks marks) {
        this.view = view;
        this.width = width;
        this.now = now;
        this.marks = marks;
    }

    /** At most {@code height - 2} lines, none wider than {@code width} columns. */
    static List<Line> render(FleetView view, int width, int height, Instant now, Marks marks) {
        return new Frame(view, width, now, marks).lines(Math.max(1, height - SPARE_ROWS));
    }

    private List<Line> lines(int rows) {
        var lines = new ArrayList<Line>();
        lines.add(head());
        lines.addAll(new TotalLines(view, width, now, marks).lines());
        lines.addAll(hosts(rows - lines.size()));
        return lines.stream()
                .limit(rows)
                .map(line -> line.stripTrailing().cut(width))
                .toList();
    }

    private Line head() {
        Duration elapsed =
                view.started().map(start -> Duration.between(start, now)).orElse(Duration.ZERO);
        Line head = view.run()
                .map(run -> Line.of((run.command() + " " + run.goal()).strip(), Tone.STRONG))
                .orElse(Line.of("convoy", Tone.STRONG));
        Line named =
                view.wave().map(RolloutWords::place).map(head.with("  ")::with).orElse(head);
        head = named.with("  " + Measure.elapsed(elapsed));
        head = counted(head, view.count(Standing.DONE), " done", Tone.GOOD);
        head = counted(head, view.count(Standing.FAILED), " failed", Tone.BAD);
        head = counted(head, view.count(Standing.RUNNING), " running", Tone.ACTIVE);
        head = counted(head, view.count(Standing.WAITING), " waiting", Tone.PLAIN);
        return withRunId(head);
    }

    private Line withRunId(Line head) {
        return view.run()
                .map(run -> head.with("  ").with(run.runId(), Tone.DIM))
                .filter(line -> line.width() <= width)
                .orElse(head);
    }

    private static Line counted(Line line, long count, String what, Tone tone) {
        return count == 0 ? line : line.with("  ").with(count + what, tone);
    }

    private List<Line> hosts(int rows) {
        List<HostRow> all = List.copyOf(view.rows());
        if (all.size() <= rows) {
            return HostLines.of(all, width, now, marks);
        }
        // What is done needs no row of its own: the summary tells it.
        List<HostRow> shown = all.stream()
                .filter(row -> row.standing() != Standing.DONE)
                .sorted(Comparator.comparing(HostRow::standing))
                .limit(Math.max(0, rows - 1))
                .toList();
        List<HostRow> hidden = all.stream().filter(row -> !shown.contains(row)).toList();
        var lines = new ArrayList<>(HostLines.of(shown, width, now, marks));
        lines.add(rest(hidden));
        return lines;
    }

    private static Line rest(List<HostRow> hidden) {
        String counts = Stream.of(Standing.values())
                .map(standing -> {
                    long count = hidden.stream()
                            .filter(row -> row.standing() == standing)
                            .count();
                    return count == 0 ? "" : count + " " + word(standing);
                })
                .filter(text -> !text.isEmpty())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return Line.of("  and " + hidden.size() + " more: " + counts, Tone.DIM);
    }

    private static String word(Standing standing) {
        return switch (standing) {
            case RUNNING -> "running";
            case FAILED -> "failed";
            case WAITING -> "waiting";
            case DONE -> "done";
        };
    }
}
