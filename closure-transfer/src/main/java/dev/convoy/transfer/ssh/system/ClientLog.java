package dev.convoy.transfer.ssh.system;

import dev.convoy.transfer.ssh.config.SafeText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What OpenSSH's client said at log level DEBUG1. It only words failures: whether a host is who it should be, and whether we are
 * logged in, is decided by the client itself.
 */
record ClientLog(List<String> lines) {
    private static final Pattern HOST_KEY = Pattern.compile("debug1: Server host key: (\\S+) (\\S+)");
    private static final Pattern CERTIFICATE =
            Pattern.compile("debug1: Server host certificate: \\S+ .* CA (\\S+) (SHA256:\\S+).*");
    private static final Pattern FAULT = Pattern.compile("(?:error: )?Certificate invalid: (.+)");
    private static final Pattern REVOKED = Pattern.compile("(?:error: )?Host key .* revoked by file (.+)");
    private static final Pattern UNREAD_REVOCATIONS =
            Pattern.compile("(?:error: )?Error checking host key .* in revoked keys file (.+)");
    private static final Pattern OFFER =
            Pattern.compile("debug1: Offering public key: (.+?) [A-Z0-9-]+ (SHA256:\\S+).*");
    private static final Pattern METHODS = Pattern.compile("debug1: Authentications that can continue: (.*)");

    ClientLog {
        lines = lines.stream().map(String::strip).toList();
    }

    /** The key that the host offered: type and fingerprint. */
    Optional<String> hostKey() {
        return matches(HOST_KEY).map(m -> m.group(1) + " " + m.group(2)).reduce((_, last) -> last);
    }

    /** Who signed the certificate that the host offered. */
    Optional<String> authority() {
        return matches(CERTIFICATE).map(m -> m.group(1) + " " + m.group(2)).reduce((_, last) -> last);
    }

    Optional<String> certificateFault() {
        return matches(FAULT).map(m -> m.group(1)).findFirst();
    }

    /** The RevokedHostKeys that has the host's key. */
    Optional<String> revokedBy() {
        return matches(REVOKED).map(m -> m.group(1)).findFirst();
    }

    /** The RevokedHostKeys that could not be read, and why. */
    Optional<String> unreadRevocations() {
        return matches(UNREAD_REVOCATIONS).map(m -> m.group(1)).findFirst();
    }

    /** The keys that were offered to the host. */
    List<String> offered() {
        return matches(OFFER)
                .map(m -> m.group(1) + " (" + m.group(2) + ")")
                .distinct()
                .toList();
    }

    /** What the host accepts. */
    List<String> methods() {
        return matches(METHODS)
                .map(m -> List.of(m.group(1).split(",", -1)))
                .reduce((_, last) -> last)
                .orElse(List.of());
    }

    boolean says(String words) {
        return lines.stream().anyMatch(line -> line.contains(words));
    }

    /** The first of its lines with these words in it. */
    Optional<String> line(String words) {
        return lines.stream().filter(line -> line.contains(words)).findFirst();
    }

    /** What it said for people, of which the end tells why. */
    String lastWords() {
        List<String> said = lines.stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("debug") && !isStart(line))
                .toList();
        return SafeText.oneLine(said.stream().skip(Math.max(0, said.size() - 2)).collect(Collectors.joining("; ")));
    }

    /** Its own version, and that it is logged in. */
    private static boolean isStart(String line) {
        return line.startsWith("OpenSSH_") || line.startsWith("Authenticated to ") || line.startsWith("Authenticated ");
    }

    private Stream<Matcher> matches(Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::matches);
    }
}
