package dev.convoy.store.machine;

import java.util.List;
import java.util.stream.Collectors;

/** The one place that quotes for POSIX shells. */
public final class ShellQuote {
    /** No {@code =}: a first word such as {@code A=b} would be an assignment. No {@code ~}: it expands. */
    private static final String PLAIN = "@%+:,./-_";

    private ShellQuote() {}

    /**
     * One word that a POSIX shell reads as exactly {@code text}; left bare where that is safe, so that messages stay readable.
     *
     * @throws IllegalArgumentException where the text has a NUL, which no argument can hold
     */
    public static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an argument cannot hold a NUL character");
        }
        if (!text.isEmpty() && text.chars().allMatch(ShellQuote::isPlain)) {
            return text;
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** A command line of quoted words. */
    public static String join(List<String> words) {
        return words.stream().map(ShellQuote::quote).collect(Collectors.joining(" "));
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }
}
