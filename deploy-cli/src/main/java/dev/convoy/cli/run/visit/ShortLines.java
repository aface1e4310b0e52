package dev.convoy.cli.run.visit;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** The lines of a text that may have none: what goes on for longer than memory is cut into pieces. */
final class ShortLines {
    /** Longer than any line that a person reads. */
    static final int LONGEST = 64 << 10;

    private final Reader text;
    private boolean afterReturn;

    /** @param text buffered, because it is read character by character */
    ShortLines(Reader text) {
        this.text = text;
    }

    /** Without its end, which is a newline, a carriage return, or both; empty at the end of the text. */
    Optional<String> next() throws IOException {
        var line = new StringBuilder();
        while (line.length() < LONGEST) {
            int c = text.read();
            boolean secondOfTwo = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            if (c < 0) {
                return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
            }
            if (secondOfTwo) {
                continue;
            }
            if (c == '\n' || c == '\r') {
                return Optional.of(line.toString());
            }
            line.append((char) c);
        }
        return Optional.of(line.toString());
    }
}
