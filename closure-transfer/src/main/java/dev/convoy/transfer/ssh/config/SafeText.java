package dev.convoy.transfer.ssh.config;

/** Text from a host, or from another program, made fit for a message: one line, no control characters, not endless. */
public final class SafeText {
    private static final int LONGEST = 300;

    private SafeText() {}

    public static String oneLine(String text) {
        var line = new StringBuilder();
        text.strip().codePoints().limit(LONGEST).forEach(c -> {
            if (c == '\n') {
                line.append("; ");
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append('?');
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
