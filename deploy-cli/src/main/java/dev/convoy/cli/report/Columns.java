package dev.convoy.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A table: columns aligned by what they fill on a terminal, the widest cut first where the terminal is too narrow. */
public final class Columns {
    private static final String GAP = "  ";

    /** No column is cut below this: less says nothing. */
    private static final int NARROWEST = 8;

    private final List<List<Line>> rows = new ArrayList<>();
    private final int headRows;

    private Columns(List<Line> head) {
        this.headRows = head.isEmpty() ? 0 : 1;
        if (!head.isEmpty()) {
            rows.add(head);
        }
    }

    /** A table whose first line names its columns. */
    public static Columns of(String... names) {
        return new Columns(
                Arrays.stream(names).map(name -> Line.of(name, Tone.DIM)).toList());
    }

    public static Columns withoutHead() {
        return new Columns(List.of());
    }

    public Columns row(String... cells) {
        return row(Arrays.stream(cells).map(Line::of).toList());
    }

    /** A row; it may have fewer cells than others. */
    public Columns row(List<Line> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.size() == headRows;
    }

    /** The table's lines, none wider than {@code width} columns. */
    public List<Line> lines(int width) {
        int[] widths = widths(width);
        return rows.stream()
                .map(row -> line(row, widths).stripTrailing().cut(width))
                .toList();
    }

    private int[] widths(int width) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<Line> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        int excess = Arrays.stream(widths).sum() + GAP.length() * (columns - 1) - width;
        while (excess > 0) {
            int widest = IntStream.range(0, columns)
                    .boxed()
                    .max(Comparator.comparingInt(i -> widths[i]))
                    .orElseThrow();
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            excess--;
        }
        return widths;
    }

    private static Line line(List<Line> row, int[] widths) {
        Line line = Line.EMPTY;
        for (int i = 0; i < row.size(); i++) {
            Line cell = row.get(i).cut(widths[i]);
            boolean last = i == row.size() - 1;
            line = line.with(last ? cell : cell.padded(widths[i])).with(last ? "" : GAP);
        }
        return line;
    }
}
