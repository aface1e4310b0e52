package dev.convoy.transfer.pool;

import dev.convoy.store.protocol.NarSourceException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads a parcel at its own pace. One thread. */
public final class ParcelReader implements AutoCloseable {
    private final SourcePool pool;
    private final Parcel parcel;
    private final ReentrantLock lock;
    private SharedParcel shared;
    private int position;
    private @Nullable Piece held;

    /** Needs the lock. */
    ParcelReader(SourcePool pool, Parcel parcel, ReentrantLock lock, SharedParcel shared) {
        this.pool = pool;
        this.parcel = parcel;
        this.lock = lock;
        this.shared = shared;
        shared.join(this);
    }

    public Parcel parcel() {
        return parcel;
    }

    /**
     * The next piece, good until the next call; none behind the last one.
     *
     * @throws NarSourceException if a path cannot be read, or is not what was recorded; nobody got the whole parcel then
     */
    public Optional<Piece> next() throws NarSourceException, IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            giveBack();
            while (true) {
                Optional<Piece> piece = shared.await(position);
                if (piece.isEmpty()) {
                    return piece;
                }
                if (piece.get().isInMemory()) {
                    return Optional.of(take(piece.get()));
                }
                if (piece.get().isSpilled()) {
                    return Optional.of(readBack(piece.get()));
                }
                shared.leave(this);
                shared = pool.sharedFrom(parcel, position);
                shared.join(this);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of the next piece. Needs the lock. */
    int position() {
        return position;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            giveBack();
            position = Integer.MAX_VALUE;
            shared.leave(this);
            pool.tidy(parcel);
        } finally {
            lock.unlock();
        }
    }

    private Piece take(Piece piece) {
        piece.pin();
        held = piece;
        position++;
        shared.readerMoved(position);
        return piece;
    }

    private Piece readBack(Piece piece) throws IOException {
        lock.unlock();
        byte[] bytes;
        try {
            bytes = shared.readBack(piece);
        } finally {
            lock.lock();
        }
        position++;
        shared.readerMoved(position);
        shared.passed(position - 1);
        return new Piece(bytes, piece.length(), piece.narBytes());
    }

    private void giveBack() {
        if (held != null) {
            held.unpin();
            held = null;
            shared.passed(position - 1);
        }
    }
}
