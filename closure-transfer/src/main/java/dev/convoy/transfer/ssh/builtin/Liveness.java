package dev.convoy.transfer.ssh.builtin;

import java.util.function.LongSupplier;

/**
 * Notices that a host has gone silent. sshj's own keep-alive sends a second question before the first is answered and can
 * then lock its reader out during a key exchange; here any byte counts as a sign of life and at most one question is open.
 * Counts ticks, so it needs no clock.
 */
public final class Liveness {
    /** Silent ticks before the host is asked; a tick is half of the keep-alive interval. */
    private static final int ASK = 2;

    private final LongSupplier bytesHeard;
    private final Runnable ask;
    private final Runnable giveUp;
    private final int patience;
    private long heardBefore = -1;
    private int silentTicks;

    /** @param intervals how many keep-alive intervals of silence are too many */
    Liveness(LongSupplier bytesHeard, int intervals, Runnable ask, Runnable giveUp) {
        this.bytesHeard = bytesHeard;
        this.ask = ask;
        this.giveUp = giveUp;
        this.patience = Math.max(intervals, 2) * ASK;
    }

    synchronized void tick() {
        long heard = bytesHeard.getAsLong();
        silentTicks = heard == heardBefore ? silentTicks + 1 : 0;
        heardBefore = heard;
        if (silentTicks == ASK) {
            ask.run();
        } else if (silentTicks == patience) {
            giveUp.run();
        }
    }
}
