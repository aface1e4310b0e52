package dev.convoy.transfer;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** So many bytes a second, for all who share it. Who waits is served in the order of coming: many share evenly. */
final class Bandwidth {
    /** What was not used in the last moment may be caught up with. */
    private static final Duration BURST = Duration.ofMillis(100);

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Patience.Pause pause;
    private final ReentrantLock turn = new ReentrantLock(true);
    /** When everything that was taken so far will have left. */
    private long free;

    Bandwidth(long bytesPerSecond, LongSupplier nanoTime, Patience.Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.free = nanoTime.getAsLong();
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    void take(int bytes) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            long now = nanoTime.getAsLong();
            free = Math.max(free, now - BURST.toNanos());
            if (free > now) {
                pause.pause(Duration.ofNanos(free - now));
            }
            free += bytes * 1_000_000_000L / bytesPerSecond;
        } finally {
            turn.unlock();
        }
    }
}
