package dev.convoy.cli.plan;

import java.util.Optional;

/**
 * What of a closure the host lacks.
 *
 * @param fetchablePaths of those: what it may find in its own caches, and fetch where that is quicker
 * @param cache to which all is copied, and from which the host fetches it
 */
public record CopyPlan(int paths, long narBytes, int fetchablePaths, long fetchableBytes, Optional<String> cache) {
    /** All is sent. */
    public CopyPlan(int paths, long narBytes) {
        this(paths, narBytes, 0, 0, Optional.empty());
    }

    /** The same, where nothing is sent to the host itself. */
    public CopyPlan through(String where) {
        return new CopyPlan(paths, narBytes, 0, 0, Optional.of(where));
    }
}
