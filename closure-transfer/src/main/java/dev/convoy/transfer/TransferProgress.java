package dev.convoy.transfer;

import java.util.concurrent.atomic.LongAdder;

/** Counters of one transfer, added to by its lanes and sampled by whoever wants to show them. */
public record TransferProgress(LongAdder narBytesSent, LongAdder pathsAcknowledged) {
    public TransferProgress() {
        this(new LongAdder(), new LongAdder());
    }
}
