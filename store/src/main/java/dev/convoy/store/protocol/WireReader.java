package dev.convoy.store.protocol;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.RemoteText;
import dev.convoy.store.path.StorePath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads the primitives that both protocols are made of. Every number is eight bytes, little endian; a string is its length,
 * its bytes, and zeroes up to a multiple of eight. Source: libutil/serialise.cc.
 */
public final class WireReader {
    /** The longest strings are error messages with a build's whole log tail. */
    private static final int MAX_STRING = 16 << 20;
    /** Closures have some ten thousand paths. */
    private static final int MAX_ELEMENTS = 4 << 20;

    /** How much of a login shell's chatter is worth showing. */
    private static final int MAX_QUOTED = 400;

    private static final int BUFFER = 32 << 10;

    private final InputStream in;

    public WireReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /** All 64 bits: negative where the peer means more than 2^63. */
    public long u64() throws IOException {
        return ByteBuffer.wrap(exactly(Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    /** @throws ProtocolException beyond 2^31: no opcode, version, flag or level is so large */
    public int integer() throws IOException {
        long value = u64();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new ProtocolException("a small number was expected, not " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** Sizes in bytes and times: anything up to 2^63. */
    public long size() throws IOException {
        long value = u64();
        if (value < 0) {
            throw new ProtocolException("a size was expected, not " + Long.toUnsignedString(value));
        }
        return value;
    }

    public boolean bool() throws IOException {
        return u64() != 0;
    }

    /** Decoded leniently: names and log lines need not be UTF-8. */
    public String string() throws IOException {
        long length = u64();
        if (length < 0 || length > MAX_STRING) {
            throw new ProtocolException("a string of " + Long.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = exactly((int) length);
        for (byte padding : exactly((int) (-length & 7))) {
            if (padding != 0) {
                throw new ProtocolException(
                        "padding that is not zero after \"" + RemoteText.escaped(decode(bytes)) + "\"");
            }
        }
        return decode(bytes);
    }

    public StorePath path() throws IOException {
        return parsePath(string());
    }

    /** The empty string is none. */
    public Optional<StorePath> optionalPath() throws IOException {
        String text = string();
        return text.isEmpty() ? Optional.empty() : Optional.of(parsePath(text));
    }

    /** The empty string is none. */
    public Optional<String> optionalString() throws IOException {
        String text = string();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** One part of a list or a map. */
    @FunctionalInterface
    interface Part<T> {
        T read() throws IOException;
    }

    <T> List<T> list(Part<T> part) throws IOException {
        long count = u64();
        if (count < 0 || count > MAX_ELEMENTS) {
            throw new ProtocolException("a list of " + Long.toUnsignedString(count) + " elements");
        }
        List<T> elements = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            elements.add(part.read());
        }
        return elements;
    }

    public SortedSet<StorePath> paths() throws IOException {
        return new TreeSet<>(list(this::path));
    }

    public SortedSet<String> strings() throws IOException {
        return new TreeSet<>(list(this::string));
    }

    /** Moves exactly {@code length} raw bytes to {@code sink}, without padding. */
    void copy(long length, OutputStream sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("the stream ended " + left + " bytes early");
            }
            sink.write(buffer, 0, n);
            left -= n;
        }
    }

    /**
     * What came in place of an answer, for a message: the eight bytes that were just read as a number, and what else has
     * arrived. Never waits.
     */
    String quote(long eightBytes) throws IOException {
        byte[] first = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(eightBytes)
                .array();
        byte[] more = in.readNBytes(Math.min(MAX_QUOTED, in.available()));
        return RemoteText.plain((decode(first) + decode(more)).strip());
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the stream ended");
        }
        return bytes;
    }

    private static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static StorePath parsePath(String text) throws ProtocolException {
        try {
            return StorePath.parse(text);
        } catch (NixFormatException e) {
            throw new ProtocolException("not a store path: \"" + RemoteText.escaped(text) + "\"", e);
        }
    }
}
