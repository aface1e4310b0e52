package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.ShellQuote;
import dev.convoy.transfer.ssh.connection.ProcessNotice;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line that any login shell hands to /bin/sh unharmed. sshd gives the line to the user's shell, and fish, nushell, csh and
 * sh disagree about backslashes, quotes, newlines and exclamation marks inside quotes; so none of these is left in it, and
 * printf, which every sh has, puts them back.
 */
final class LoginShellLine {
    /** Linux takes no argument of 128 KiB or more (MAX_ARG_STRLEN), and the line is one. */
    private static final int LONGEST = (128 << 10) - 1;

    private LoginShellLine() {}

    /**
     * @param notice told before anything else, since what follows keeps the process
     * @param script run by /bin/sh with {@code words} as its positional parameters
     * @throws IllegalArgumentException where it does not fit in a command line
     */
    static String of(RemoteScript script, List<String> words, ProcessNotice notice) {
        String text = notice.command() + "\nset -- " + ShellQuote.join(words) + "\n" + script.text();
        String line = "exec /bin/sh -c 'eval \"$(printf %b \"$1\")\"' convoy '" + escaped(text) + "'";
        int size = line.getBytes(StandardCharsets.UTF_8).length;
        if (size > LONGEST) {
            throw new IllegalArgumentException("the command line has " + size + " bytes, and hosts take at most "
                    + LONGEST + "; pass long values on standard input");
        }
        return line;
    }

    private static String escaped(String text) {
        var line = new StringBuilder(text.length() + text.length() / 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\\n");
            } else if (c == '\'' || c == '\\' || c == '!' || c < ' ' || c == 0x7f) {
                line.append("\\0").append(String.format("%03o", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }
}
