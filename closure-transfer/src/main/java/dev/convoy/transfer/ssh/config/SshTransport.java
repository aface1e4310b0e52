package dev.convoy.transfer.ssh.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who speaks SSH with a host. */
public enum SshTransport {
    /** Convoy itself, and OpenSSH's client where the host needs what convoy cannot do. */
    AUTO("auto"),
    BUILT_IN("built-in"),
    /** OpenSSH's client on this machine, with host keys judged as strictly as by convoy. */
    SYSTEM("system");

    private final String word;

    SshTransport(String word) {
        this.word = word;
    }

    /** As settings have it. */
    public String word() {
        return word;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(SshTransport::word).toList();
    }

    public static Optional<SshTransport> parse(String word) {
        return Arrays.stream(values()).filter(t -> t.word.equals(word)).findFirst();
    }
}
