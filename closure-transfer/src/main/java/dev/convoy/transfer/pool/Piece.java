package dev.convoy.transfer.pool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Some bytes of a parcel, in memory, or in the spill file, or neither any more. Its parcel's pool guards all fields. */
public final class Piece {
    /** Large enough that hand-overs cost nothing, small enough to stay in a processor's cache on its way. */
    static final int SIZE = 256 << 10;

    private static final long NOWHERE = -1;

    private final int length;
    private final long narBytes;
    private byte @Nullable [] bytes;
    private long spilledAt = NOWHERE;
    private int pins;

    Piece(byte[] bytes, int length, long narBytes) {
        this.bytes = bytes;
        this.length = length;
        this.narBytes = narBytes;
    }

    /** The first {@link #length} are the piece; not to be changed. Only for who was given the piece, until it takes the next one. */
    public byte[] bytes() {
        return Objects.requireNonNull(bytes, "a piece that was given back");
    }

    public int length() {
        return length;
    }

    /** How many bytes of NARs it stands for, uncompressed; over a whole parcel exactly those of its paths. */
    public long narBytes() {
        return narBytes;
    }

    boolean isInMemory() {
        return bytes != null;
    }

    boolean isSpilled() {
        return spilledAt != NOWHERE;
    }

    long spilledAt() {
        return spilledAt;
    }

    void spilledTo(long position) {
        spilledAt = position;
    }

    /** For the place of a piece that is not kept. */
    Piece gone() {
        bytes = null;
        return this;
    }

    byte[] forget() {
        byte[] freed = bytes();
        bytes = null;
        return freed;
    }

    void pin() {
        pins++;
    }

    void unpin() {
        pins--;
    }

    boolean isPinned() {
        return pins > 0;
    }
}
