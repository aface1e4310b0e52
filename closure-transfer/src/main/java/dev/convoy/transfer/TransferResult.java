package dev.convoy.transfer;

/**
 * What a transfer did.
 *
 * @param paths sent and acknowledged
 * @param narBytes of those paths
 * @param alreadyThere paths of the closure that the host had
 * @param fetchedPaths that the host fetched itself
 * @param fetchedBytes of those paths
 */
public record TransferResult(int paths, long narBytes, int alreadyThere, int fetchedPaths, long fetchedBytes) {
    /** All was sent. */
    public TransferResult(int paths, long narBytes, int alreadyThere) {
        this(paths, narBytes, alreadyThere, 0, 0);
    }
}
