package dev.convoy.transfer.ssh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a command that shall run as root becomes so. */
sealed interface Escalation {
    /** What colmena has as default. {@code -H}: root's own home, so that Nix does not write into the user's. */
    List<String> SUDO = List.of("sudo", "-H", "--");

    /** The words in front of the command. */
    List<String> prefix();

    /** The login user is root. */
    record NotNeeded() implements Escalation {
        @Override
        public List<String> prefix() {
            return List.of();
        }
    }

    /** Nothing is asked: the host knows the user as trusted, or refuses. */
    record Unattended(List<String> prefix) implements Escalation {
        public Unattended {
            prefix = List.copyOf(prefix);
        }
    }

    /** sudo reads a line from standard input. */
    @SuppressWarnings("ArrayRecordComponent") // an array can be wiped
    record WithPassword(List<String> prefix, char[] password) implements Escalation {
        public WithPassword {
            prefix = List.copyOf(prefix);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof WithPassword(List<String> theirs, char[] secret)
                    && prefix.equals(theirs)
                    && Arrays.equals(password, secret);
        }

        @Override
        public int hashCode() {
            return prefix.hashCode();
        }

        @Override
        public String toString() {
            return "WithPassword[" + prefix + "]";
        }
    }

    static Escalation unattended(List<String> command) {
        List<String> words = orSudo(command);
        boolean canBeToldNotToAsk = isProgram(words, "sudo") || isProgram(words, "doas");
        return new Unattended(canBeToldNotToAsk && !words.contains("-n") ? with(words, "-n") : words);
    }

    /** {@code -k}: without it a cached ticket would leave the password line unread. Only sudo can read a password so. */
    static Escalation withPassword(List<String> command, char[] password) {
        List<String> words =
                orSudo(command).stream().filter(w -> !w.equals("-n")).toList();
        return new WithPassword(with(words, "-k", "-S", "--prompt="), password);
    }

    static boolean takesPassword(List<String> command) {
        return isProgram(orSudo(command), "sudo");
    }

    private static List<String> orSudo(List<String> command) {
        return command.isEmpty() ? SUDO : command;
    }

    private static boolean isProgram(List<String> words, String name) {
        return words.getFirst().equals(name) || words.getFirst().endsWith("/" + name);
    }

    private static List<String> with(List<String> words, String... flags) {
        List<String> more = new ArrayList<>(words);
        more.addAll(1, List.of(flags));
        return more;
    }
}
