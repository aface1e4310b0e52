package dev.convoy.transfer;

/**
 * What a transfer did.
 *
 * @param paths sent and acknowledged
 * @param narBytes of those paths
 * @param alreadyThere paths of the closure that the host had
 */
public record TransferResult(int paths, long narBytes, int alreadyThere) {}
