package dev.convoy.store;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Text that another program printed, made safe to show: a host must not be able to move the operator's cursor, hide a line
 * or retitle a terminal.
 */
public final class RemoteText {
    /** CSI, OSC (ended by BEL or ST) and two-character escape sequences. Source: ECMA-48, 5.4 and 8.3. */
    private static final Pattern ANSI =
            Pattern.compile("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[@-Z\\\\^_])");

    private RemoteText() {}

    /** One line without colours and other escape sequences; what control characters remain are escaped. */
    public static String plain(String text) {
        return escaped(ANSI.matcher(text).replaceAll(""));
    }

    /** The lines of a text, each {@link #plain}; those with nothing to see are left out. */
    public static List<String> lines(String text) {
        return text.lines()
                .map(line -> plain(line).stripTrailing())
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** Control and formatting characters as {@code \n}, {@code \t} or {@code \}{@code u…}; line breaks too. */
    public static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                if (isSafe(c)) {
                    safe.appendCodePoint(c);
                } else {
                    safe.append(c > 0xffff ? "\\u{%x}".formatted(c) : "\\u%04x".formatted(c));
                }
            }
        }
    }

    /** Formatting characters include those that turn the direction of writing, and with it what a line seems to say. */
    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
