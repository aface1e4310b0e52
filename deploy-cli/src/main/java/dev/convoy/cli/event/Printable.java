package dev.convoy.cli.event;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes text that others wrote safe to show: the one place where control characters are escaped. A host's log can hold
 * anything, and a terminal obeys what it is sent: moving the cursor, changing the title, answering as if typed.
 */
public final class Printable {
    /** Colours (SGR) say nothing that matters here, so they are dropped; every other sequence stays visible, escaped. */
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;:]*m");

    private static final Pattern LINE_END = Pattern.compile("\r?\n");
    private static final int TAB = 8;

    private Printable() {}

    /** One line of it: what is not a visible character, line ends too, is written as {@code \n} or {@code \x1b}. */
    public static String line(String text) {
        if (isClean(text)) {
            return text;
        }
        String plain = COLOURS.matcher(text).replaceAll("");
        var out = new StringBuilder(plain.length() + 16);
        plain.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** Its lines, each as by {@link #line}; empty ones at the end are dropped. */
    public static List<String> lines(String text) {
        List<String> lines = LINE_END.splitAsStream(text).map(Printable::line).toList();
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isBlank()) {
            end--;
        }
        return lines.subList(0, end);
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) || mustEscape(c)) {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '\t' -> out.repeat(' ', TAB - out.length() % TAB);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            default -> {
                if (!mustEscape(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x100) {
                    out.append(String.format("\\x%02x", c));
                } else {
                    out.append(String.format("\\u{%x}", c));
                }
            }
        }
    }

    private static boolean mustEscape(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            // Marks that turn the reading direction can make a line say something else than it does.
            case Character.FORMAT -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c >= 0xe0000;
            default -> false;
        };
    }
}
