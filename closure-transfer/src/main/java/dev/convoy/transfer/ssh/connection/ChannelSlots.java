package dev.convoy.transfer.ssh.connection;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the channels of one connection within sshd's MaxSessions: who comes too many waits instead of failing. Knows how soon
 * the host gives one.
 */
final class ChannelSlots {
    /** OpenSSH's default for MaxSessions. A smaller one is found out by the first refusal. */
    private static final int MAX_SESSIONS = 10;

    /** For a channel to go whose command has ended, or was left to end. */
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    /** For so long sshd may count one that has gone. */
    private static final Duration JUST_NOW = Duration.ofSeconds(1);

    private final Set<Object> leaving = new HashSet<>();
    private int limit = MAX_SESSIONS;
    private int taken;
    private Optional<Duration> soonest = Optional.empty();
    private OptionalLong lastGone = OptionalLong.empty();

    /** Takes a slot, waiting for one at most so long, or a moment where one is about to come free; false if none did. */
    synchronized boolean take(Duration atMost) throws InterruptedException {
        long begin = System.nanoTime();
        while (taken >= limit) {
            Duration patience = leaving.isEmpty() || atMost.compareTo(A_MOMENT) > 0 ? atMost : A_MOMENT;
            long left = (patience.toNanos() - (System.nanoTime() - begin)) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        taken++;
        return true;
    }

    /**
     * @param channel whose command has ended, or was left to end
     * @param gone completes when it is
     */
    synchronized void leaving(Object channel, CompletableFuture<Void> gone) {
        if (!gone.isDone()) {
            leaving.add(channel);
        }
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

    synchronized void release(Object channel) {
        taken--;
        if (leaving.remove(channel)) {
            lastGone = OptionalLong.of(System.nanoTime());
        }
        notifyAll();
    }

    /** The host gave a channel. */
    synchronized void opened(Duration after) {
        soonest =
                Optional.of(soonest.filter(other -> other.compareTo(after) < 0).orElse(after));
    }

    /**
     * The shortest time in which the host gave a channel, which sshd does by itself: what else happens there can only make it
     * longer, as what it does for a new session does for the first ones. Zero before that.
     */
    synchronized Duration roundTrip() {
        return soonest.orElse(Duration.ZERO);
    }

    /** Whether a command has ended whose channel is about to go, or whose channel has gone and may still be counted. */
    synchronized boolean isOneLeaving() {
        return !leaving.isEmpty()
                || (lastGone.isPresent() && System.nanoTime() - lastGone.getAsLong() < JUST_NOW.toNanos());
    }

    /**
     * The host refused one more channel than so many. False if it never took one: waiting would not help then. Otherwise it may
     * be that none of ours is open, but sshd counts a session until its process has ended.
     */
    synchronized boolean refused(int others) {
        if (others == 0 && soonest.isEmpty()) {
            return false;
        }
        limit = Math.max(1, others);
        return true;
    }

    /** How many are taken beside one. */
    synchronized int others() {
        return taken - 1;
    }
}
