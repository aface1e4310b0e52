package dev.convoy.testbed;

import java.util.concurrent.locks.LockSupport;

/** What a {@link Line} carries in one direction leaves over a wire, one byte after the other. Lines may share it, as hosts share an uplink. */
public final class Wire {
    /** As much waits in front of a wire as it carries in this time, and not more: a router's buffer, a small one. */
    private static final long BUFFER_NANOS = 30_000_000;

    private final double nanosPerByte;
    private long freeFrom = System.nanoTime();

    private Wire(double nanosPerByte) {
        this.nanosPerByte = nanosPerByte;
    }

    public static Wire ofMegabits(int perSecond) {
        return new Wire(8000.0 / perSecond);
    }

    public static Wire unlimited() {
        return new Wire(0);
    }

    boolean isLimited() {
        return nanosPerByte > 0;
    }

    /**
     * Waits until there is room in front of the wire.
     *
     * @return when the last of the bytes will have left, on the clock of {@link System#nanoTime}
     */
    long send(int bytes) {
        long left = queue(bytes);
        while (left - System.nanoTime() > BUFFER_NANOS) {
            LockSupport.parkNanos(left - System.nanoTime() - BUFFER_NANOS);
        }
        return left;
    }

    private synchronized long queue(int bytes) {
        freeFrom = Math.max(freeFrom, System.nanoTime()) + (long) (bytes * nanosPerByte);
        return freeFrom;
    }
}
