package dev.convoy.transfer;

import dev.convoy.store.RemoteText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Drains a standard error, because a full one blocks standard output on an SSH channel, and keeps its end for messages. */
final class StderrTail {
    private static final int SIZE = 64 << 10;
    /** What a program said before it ended has nearly arrived; a process that it left behind may hold the stream for ever. */
    private static final Duration ARRIVAL = Duration.ofSeconds(2);

    private final byte[] ring = new byte[SIZE];
    private final Thread reader;
    private long written;

    StderrTail(InputStream stderr) {
        reader = Thread.ofVirtual().name("stderr").start(() -> drain(stderr));
    }

    /** Waits, not for long, until all that an ended program said has arrived. */
    void awaitEnd() throws InterruptedException {
        reader.join(ARRIVAL);
    }

    /** The last lines, fit to be shown; call it when the program has ended. */
    List<String> lines() throws InterruptedException {
        awaitEnd();
        return RemoteText.lines(text());
    }

    private synchronized String text() {
        int length = (int) Math.min(written, SIZE);
        int start = (int) ((written - length) % SIZE);
        byte[] tail = new byte[length];
        int first = Math.min(length, SIZE - start);
        System.arraycopy(ring, start, tail, 0, first);
        System.arraycopy(ring, 0, tail, first, length - first);
        return new String(tail, StandardCharsets.UTF_8);
    }

    private void drain(InputStream stderr) {
        byte[] buffer = new byte[8 << 10];
        try {
            for (int n = stderr.read(buffer); n >= 0; n = stderr.read(buffer)) {
                keep(buffer, n);
            }
        } catch (IOException e) {
            // The stream ends with its connection, or is closed with its session: there is no more to read either way.
            return;
        }
    }

    private synchronized void keep(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % SIZE)] = bytes[i];
        }
    }
}
