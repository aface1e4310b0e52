package dev.convoy.activation.rollout;

import java.util.Optional;
import java.util.stream.Stream;

/** What can be wrong with a host at the end of its turn; each kind has a limit of its own. */
public enum FailureKind {
    /** It could not be reached, or was lost on the way. */
    UNREACHABLE("unreachable", "unreachable"),
    /** The new system does not run there: it was not built, not copied, not activated, or put back. */
    NOT_ACTIVATED("notActivated", "not activated"),
    /** The new system runs, with units failed that had not failed before. */
    DEGRADED("degraded", "degraded"),
    /** The new system ran, and a health check failed or could not tell. */
    UNHEALTHY("unhealthy", "unhealthy");

    private final String key;
    private final String words;

    FailureKind(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** Its name in convoy.yaml. */
    public String key() {
        return key;
    }

    /** As in "2 hosts are …". */
    public String words() {
        return words;
    }

    public static Optional<FailureKind> ofKey(String key) {
        return Stream.of(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }
}
