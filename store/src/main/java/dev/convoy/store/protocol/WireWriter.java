package dev.convoy.store.protocol;

import dev.convoy.store.path.StorePath;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes what {@link WireReader} reads. Buffers: nothing is sure to leave before {@link #flush}. */
public final class WireWriter {
    private static final int BUFFER = 64 << 10;
    private static final byte[] ZEROES = new byte[7];

    private final OutputStream out;

    public WireWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    public void u64(long value) throws IOException {
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    public void bool(boolean value) throws IOException {
        u64(value ? 1 : 0);
    }

    public void string(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u64(bytes.length);
        out.write(bytes);
        out.write(ZEROES, 0, -bytes.length & 7);
    }

    public void path(StorePath path) throws IOException {
        string(path.toString());
    }

    /** None is the empty string. */
    public void optionalPath(Optional<StorePath> path) throws IOException {
        string(path.map(StorePath::toString).orElse(""));
    }

    /** A set: sorted, without duplicates. */
    public void paths(Collection<StorePath> paths) throws IOException {
        SortedSet<StorePath> sorted = new TreeSet<>(paths);
        u64(sorted.size());
        for (StorePath path : sorted) {
            path(path);
        }
    }

    /** A list in its own order. A set's strings are ASCII here (signatures, features), so their natural order is that of bytes. */
    public void strings(Collection<String> texts) throws IOException {
        u64(texts.size());
        for (String text : texts) {
            string(text);
        }
    }

    /** Raw bytes, without length and padding. */
    OutputStream raw() {
        return out;
    }

    public void flush() throws IOException {
        out.flush();
    }
}
