package dev.convoy.transfer.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all parcels share. Where it is full, pieces make room that the fastest reader has behind it; where there are
 * none, whoever is ahead waits. Its lock guards everything in this package.
 */
final class Memory {
    /** Buffers that are kept for the next piece: fresh ones would be filled with zeroes first. */
    private static final int SPARE = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final long limit;
    private final Deque<byte[]> spare = new ArrayDeque<>();
    private final Deque<Passed> passed = new ArrayDeque<>();
    private long used;
    private long most;

    private record Passed(SharedParcel parcel, Piece piece) {}

    Memory(long limit) {
        this.limit = limit;
    }

    ReentrantLock lock() {
        return lock;
    }

    /**
     * Takes memory for the next piece of a parcel; waits until it may be made. Call it without the lock.
     *
     * @throws SharedParcel.UnwantedException if nobody reads the parcel any more
     */
    byte[] take(int size, SharedParcel parcel) throws SharedParcel.UnwantedException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (!parcel.isWanted()) {
                    throw new SharedParcel.UnwantedException();
                }
                if (!parcel.isFarAhead()) {
                    if (used + size <= limit) {
                        return allocate(size);
                    }
                    @Nullable Passed victim = victim();
                    if (victim != null) {
                        victim.parcel().evict(victim.piece());
                        continue;
                    }
                    // Whoever waits for this very piece gets it even where it is a little too much: else all could
                    // wait.
                    if (parcel.isAwaited()) {
                        return allocate(size);
                    }
                }
                room.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives memory back. Needs the lock. */
    void give(byte[] bytes) {
        used -= bytes.length;
        if (bytes.length == Piece.SIZE && spare.size() < SPARE) {
            spare.push(bytes);
        }
        room.signalAll();
    }

    /** A piece that some reader has behind it and another one still wants. Needs the lock. */
    void passed(SharedParcel parcel, Piece piece) {
        while (!passed.isEmpty() && !passed.element().piece().isInMemory()) {
            passed.remove();
        }
        passed.add(new Passed(parcel, piece));
        room.signalAll();
    }

    /** A reader got ahead, or there is one less. Needs the lock. */
    void changed() {
        room.signalAll();
    }

    /** The most that was in use at once, in bytes. */
    long most() {
        lock.lock();
        try {
            return most;
        } finally {
            lock.unlock();
        }
    }

    private byte[] allocate(int size) {
        used += size;
        most = Math.max(most, used);
        byte @Nullable [] kept = size == Piece.SIZE ? spare.poll() : null;
        return kept == null ? new byte[size] : kept;
    }

    private @Nullable Passed victim() {
        for (Passed next = passed.poll(); next != null; next = passed.poll()) {
            if (next.piece().isInMemory() && !next.piece().isPinned()) {
                return next;
            }
        }
        return null;
    }
}
