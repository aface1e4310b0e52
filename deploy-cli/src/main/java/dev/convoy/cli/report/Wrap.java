package dev.convoy.cli.report;

import dev.convoy.cli.event.Printable;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at spaces; a word that is longer than a line, such as a store path, is broken where it must. */
public final class Wrap {
    /** Narrower than that, wrapping makes it worse. */
    private static final int NARROWEST = 20;

    private Wrap() {}

    /** The text behind {@code first}, and where that ends below it. */
    static List<Line> hanging(Line first, String text, Tone tone, int width) {
        int indent = first.width();
        var lines = new ArrayList<Line>();
        for (String part : lines(text, width - indent)) {
            Line start = lines.isEmpty() ? first : Line.of(" ".repeat(indent));
            lines.add(start.with(part, tone));
        }
        return lines;
    }

    /** @param columns at most so many in each line; anything below {@value #NARROWEST} counts as that */
    public static List<String> lines(String text, int columns) {
        int width = Math.max(NARROWEST, columns);
        var lines = new ArrayList<String>();
        String rest = Printable.line(text).stripTrailing();
        while (TextWidth.of(rest) > width) {
            String fits = TextWidth.take(rest, width + 1);
            int space = fits.lastIndexOf(' ');
            // A break close to the start would leave most of the line empty.
            boolean atSpace = space > width / 3;
            String line = atSpace ? rest.substring(0, space) : TextWidth.take(rest, width);
            lines.add(line.stripTrailing());
            rest = rest.substring(line.length()).stripLeading();
        }
        if (!rest.isEmpty() || lines.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
