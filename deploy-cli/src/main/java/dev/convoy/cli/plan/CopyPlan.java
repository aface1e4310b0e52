package dev.convoy.cli.plan;

/**
 * What of a closure the host lacks.
 *
 * @param fetchablePaths of those: what it may find in its own caches, and fetch where that is quicker
 */
public record CopyPlan(int paths, long narBytes, int fetchablePaths, long fetchableBytes) {
    /** All is sent. */
    public CopyPlan(int paths, long narBytes) {
        this(paths, narBytes, 0, 0);
    }
}
