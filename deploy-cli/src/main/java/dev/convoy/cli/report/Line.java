package dev.convoy.cli.report;

import dev.convoy.cli.event.Printable;
import java.util.ArrayList;
import java.util.List;

/** One line for people: pieces of text, each with its tone. Every piece is made {@link Printable} on its way in. */
public record Line(List<Piece> pieces) {
    /** The empty line. */
    public static final Line EMPTY = new Line(List.of());

    /** Text of one tone. */
    public record Piece(String text, Tone tone) {
        public Piece {
            text = Printable.line(text);
        }
    }

    public Line {
        pieces = List.copyOf(pieces);
    }

    public static Line of(String text) {
        return of(text, Tone.PLAIN);
    }

    public static Line of(String text, Tone tone) {
        return EMPTY.with(text, tone);
    }

    public Line with(String text) {
        return with(text, Tone.PLAIN);
    }

    /** This line with more text at its end. */
    public Line with(String text, Tone tone) {
        if (text.isEmpty()) {
            return this;
        }
        var longer = new ArrayList<>(pieces);
        longer.add(new Piece(text, tone));
        return new Line(longer);
    }

    public Line with(Line end) {
        var longer = new ArrayList<>(pieces);
        longer.addAll(end.pieces);
        return new Line(longer);
    }

    /** Filled with spaces up to so many columns. */
    public Line padded(int columns) {
        return with(" ".repeat(Math.max(0, columns - width())));
    }

    /** Filled up at its start, so that it ends at that column. */
    public Line paddedLeft(int columns) {
        return of(" ".repeat(Math.max(0, columns - width()))).with(this);
    }

    /** The columns that it fills on a terminal. */
    public int width() {
        return pieces.stream().mapToInt(p -> TextWidth.of(p.text())).sum();
    }

    /** Cut to so many columns, with {@code …} for what is missing. */
    public Line cut(int columns) {
        if (width() <= columns) {
            return this;
        }
        Line cut = EMPTY;
        int left = columns;
        for (Piece piece : pieces) {
            int width = TextWidth.of(piece.text());
            if (width >= left) {
                // Something follows, or this piece is too long: the last column is the mark's.
                return cut.with(TextWidth.take(piece.text(), Math.max(0, left - 1)) + "…", piece.tone());
            }
            cut = cut.with(piece.text(), piece.tone());
            left -= width;
        }
        return cut;
    }

    /** Without spaces at its end. */
    public Line stripTrailing() {
        int end = pieces.size();
        while (end > 0 && pieces.get(end - 1).text().isBlank()) {
            end--;
        }
        if (end == 0) {
            return EMPTY;
        }
        Piece last = pieces.get(end - 1);
        return new Line(pieces.subList(0, end - 1)).with(last.text().stripTrailing(), last.tone());
    }

    /** The text alone. */
    public String plain() {
        var text = new StringBuilder();
        pieces.forEach(p -> text.append(p.text()));
        return text.toString();
    }

    /** The text with terminal colours. */
    public String ansi() {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.tone().sgr().isEmpty()) {
                text.append(piece.text());
            } else {
                text.append("\u001b[").append(piece.tone().sgr()).append('m');
                text.append(piece.text()).append("\u001b[0m");
            }
        }
        return text.toString();
    }

    public String text(boolean color) {
        return color ? ansi() : plain();
    }
}
