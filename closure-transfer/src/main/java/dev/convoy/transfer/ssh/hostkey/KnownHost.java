package dev.convoy.transfer.ssh.hostkey;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of a known_hosts file.
 *
 * @param patterns the first field, plain or hashed
 */
public record KnownHost(Path file, int line, Marker marker, String patterns, HostKey key) {
    enum Marker {
        /** This host has this key. */
        HOST,
        /** This authority signs certificates of such hosts. */
        AUTHORITY,
        /** Never this key. */
        REVOKED
    }

    /** Empty for comments, blank lines and lines that OpenSSH would skip as well. */
    public static Optional<KnownHost> parse(Path file, int number, String line) {
        String[] fields = line.strip().split("[ \t]+", -1);
        int first = fields[0].startsWith("@") ? 1 : 0;
        Marker marker = switch (first == 0 ? "" : fields[0]) {
            case "" -> Marker.HOST;
            case "@cert-authority" -> Marker.AUTHORITY;
            case "@revoked" -> Marker.REVOKED;
            default -> null;
        };
        if (marker == null || fields[0].isEmpty() || fields[0].startsWith("#") || fields.length < first + 3) {
            return Optional.empty();
        }
        try {
            HostKey key = HostKey.of(fields[first + 1], fields[first + 2]);
            return Optional.of(new KnownHost(file, number, marker, fields[first], key));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    boolean isFor(String name) {
        return HostPatterns.match(patterns, name);
    }

    public String place() {
        return file + ":" + line;
    }
}
