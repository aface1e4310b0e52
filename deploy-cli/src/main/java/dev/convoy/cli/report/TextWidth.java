package dev.convoy.cli.report;

import org.jline.utils.WCWidth;

/** How many columns of a terminal a text fills: 2 for most East Asian characters and emoji, 0 for combining marks. */
public final class TextWidth {
    private TextWidth() {}

    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** As much from its start as fits into so many columns. */
    public static String take(String text, int columns) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            used += of(c);
            if (used > columns) {
                return text.substring(0, i);
            }
            i += Character.charCount(c);
        }
        return text;
    }

    /** Cut to so many columns; {@code …} stands for what is missing. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        return columns <= 0 ? "" : take(text, columns - 1) + "…";
    }

    private static int of(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
