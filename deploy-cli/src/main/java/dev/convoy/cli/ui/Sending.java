package dev.convoy.cli.ui;

import dev.convoy.transfer.TransferProgress;
import java.time.Duration;
import java.time.Instant;

/** A transfer under way. Its counters are live: they are read when a frame is drawn. */
record Sending(TransferProgress progress, int paths, long bytes, Instant since) {
    long sentBytes() {
        return Math.min(bytes, progress.narBytesSent().sum());
    }

    /** Of paths that the host fetched itself. */
    long fetchedBytes() {
        return progress.narBytesFetched().sum();
    }

    /** On the host, or on the way there. */
    long doneBytes() {
        return Math.min(bytes, sentBytes() + fetchedBytes());
    }

    /** Of paths, compressed or not, also those that were sent in vain. */
    long wireBytes() {
        return progress.wireBytes().sum();
    }

    long sentPaths() {
        return Math.min(paths, progress.pathsAcknowledged().sum());
    }

    /** Between 0 and 1. */
    double fraction() {
        return bytes <= 0 ? 1 : (double) doneBytes() / bytes;
    }

    long bytesPerSecond(Instant now) {
        long millis = Duration.between(since, now).toMillis();
        return millis < 1000 ? 0 : doneBytes() * 1000 / millis;
    }
}
