package dev.convoy.transfer.pool;

import dev.convoy.store.protocol.NarSourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one parcel between the thread that makes them and those that read them. Every method needs the lock of its
 * {@link Memory}, unless it says otherwise.
 */
final class SharedParcel {
    /** Nobody reads the parcel any more: whoever makes it can stop. */
    static final class UnwantedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** So much is made before it is asked for, so that making and sending overlap. */
    private static final int AHEAD = 4;

    private final Memory memory;
    private final Encoding encoding;
    private final BooleanSupplier expected;
    private final Path spillDirectory;
    private final Condition changed;
    private final List<@Nullable Piece> pieces = new ArrayList<>();
    private final Set<ParcelReader> readers = new HashSet<>();
    private int furthest;
    private boolean isWhole = true;
    private boolean complete;
    private @Nullable NarSourceException failure;
    private @Nullable SpillFile spill;

    /** @param expected whether readers from the beginning are still to come */
    SharedParcel(Memory memory, Encoding encoding, BooleanSupplier expected, Path spillDirectory) {
        this.memory = memory;
        this.encoding = encoding;
        this.expected = expected;
        this.spillDirectory = spillDirectory;
        this.changed = memory.lock().newCondition();
    }

    // What the maker does.

    boolean isWanted() {
        return !readers.isEmpty() || isKeptForOthers();
    }

    boolean isFarAhead() {
        return pieces.size() - furthest >= AHEAD;
    }

    boolean isAwaited() {
        return pieces.size() <= furthest;
    }

    void add(Piece piece) {
        pieces.add(piece);
        if (!isKept(pieces.size() - 1)) {
            letGo(pieces.size() - 1);
        }
        changed.signalAll();
    }

    void end() {
        complete = true;
        changed.signalAll();
    }

    void fail(NarSourceException why) {
        failure = why;
        changed.signalAll();
    }

    // What readers do.

    /** Whether a reader that begins at this piece will get all. */
    boolean serves(int from) {
        return failure == null
                && pieces.stream().skip(from).allMatch(p -> p != null && (p.isInMemory() || p.isSpilled()));
    }

    void join(ParcelReader reader) {
        readers.add(reader);
        readerMoved(reader.position());
    }

    void leave(ParcelReader reader) {
        readers.remove(reader);
        tidy();
    }

    /** Waits for the piece of this number; none behind the last one. A piece that was let go is there, but not in memory. */
    Optional<Piece> await(int number) throws NarSourceException, InterruptedException {
        while (pieces.size() <= number) {
            if (failure != null) {
                throw failure;
            }
            if (complete) {
                return Optional.empty();
            }
            changed.await();
        }
        Piece piece = pieces.get(number);
        return Optional.of(piece == null ? new Piece(new byte[0], 0, 0).gone() : piece);
    }

    void readerMoved(int position) {
        furthest = Math.max(furthest, position);
        memory.changed();
    }

    /** A reader is done with a piece. */
    void passed(int number) {
        Piece piece = pieces.get(number);
        if (piece == null || piece.isPinned()) {
            return;
        }
        if (!isKept(number)) {
            letGo(number);
        } else if (piece.isInMemory()) {
            memory.passed(this, piece);
        }
    }

    /** Not for long: without the lock. */
    byte[] readBack(Piece piece) throws IOException {
        SpillFile file = spill;
        if (file == null) {
            throw new IOException("nothing was spilled");
        }
        return file.read(piece.spilledAt(), piece.length());
    }

    // Making room.

    /**
     * Takes a piece out of memory. What is compressed was expensive and goes into a file; what is not can be read again from
     * the store as well as from anywhere else. Gives the lock back for the time of writing.
     */
    void evict(Piece piece) {
        if (!piece.isSpilled() && !(encoding instanceof Encoding.Raw)) {
            piece.pin();
            long position = spill(piece);
            piece.unpin();
            if (position >= 0) {
                piece.spilledTo(position);
            }
        }
        if (!piece.isPinned() && piece.isInMemory()) {
            isWhole &= piece.isSpilled();
            memory.give(piece.forget());
        }
    }

    /** Lets go what nobody will read. */
    void tidy() {
        for (int number = 0; number < pieces.size(); number++) {
            Piece piece = pieces.get(number);
            if (piece != null && !piece.isPinned() && !isKept(number)) {
                letGo(number);
            }
        }
        memory.changed();
        if (!isWanted() && spill != null) {
            try {
                spill.close();
            } catch (IOException e) {
                return; // nothing hangs on it any more
            } finally {
                spill = null;
            }
        }
    }

    private long spill(Piece piece) {
        memory.lock().unlock();
        try {
            return spillFile().append(piece.bytes(), piece.length());
        } catch (IOException e) {
            return -1; // a full disk costs time: the parcel is made again for those who are behind
        } finally {
            memory.lock().lock();
        }
    }

    private SpillFile spillFile() throws IOException {
        memory.lock().lock();
        try {
            if (spill == null) {
                spill = new SpillFile(spillDirectory);
            }
            return spill;
        } finally {
            memory.lock().unlock();
        }
    }

    private boolean isKept(int number) {
        return isKeptForOthers() || readers.stream().anyMatch(reader -> reader.position() <= number);
    }

    private boolean isKeptForOthers() {
        return isWhole && failure == null && expected.getAsBoolean();
    }

    private void letGo(int number) {
        Piece piece = pieces.set(number, null);
        isWhole = false;
        if (piece != null && piece.isInMemory()) {
            memory.give(piece.forget());
        }
    }
}
