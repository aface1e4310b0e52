package dev.convoy.transfer.ssh.connection;

import java.time.Duration;

/** Keeps the channels of one connection within sshd's MaxSessions: who comes too many waits instead of failing. */
public final class ChannelSlots {
    /** OpenSSH's default for MaxSessions. A smaller one is found out by the first refusal. */
    private static final int MAX_SESSIONS = 10;

    private int limit = MAX_SESSIONS;
    private int taken;
    private boolean everOpened;

    /** Takes a slot, waiting for one at most so long; false if none came free. */
    public synchronized boolean take(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (taken >= limit) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        taken++;
        return true;
    }

    /** Takes one that nobody needs yet, and never the last: who waits for a slot waits for a command to end. */
    synchronized boolean takeOneOfMany() {
        if (limit - taken < 2) {
            return false;
        }
        taken++;
        return true;
    }

    synchronized boolean allowsOne() {
        return limit == 1;
    }

    public synchronized void release() {
        taken--;
        notifyAll();
    }

    /** The host took a channel. */
    synchronized void opened() {
        everOpened = true;
    }

    /**
     * The host refused one more channel. False if it never took one: waiting would not help then. Otherwise it may be that none
     * of ours is open, but sshd counts a session until its process has ended.
     */
    public synchronized boolean refused() {
        if (taken == 0 && !everOpened) {
            return false;
        }
        limit = Math.max(1, taken);
        return true;
    }
}
