package dev.convoy.transfer;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of one transfer, added to by its lanes and sampled by whoever wants to show them.
 *
 * @param narBytesSent of the paths as they are; goes back where a path was cut
 * @param narBytesFetched of paths that the host fetched itself
 * @param wireBytes as they left, compressed or not, also those that were sent in vain
 */
public record TransferProgress(
        LongAdder narBytesSent, LongAdder narBytesFetched, LongAdder wireBytes, LongAdder pathsAcknowledged) {
    public TransferProgress() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
