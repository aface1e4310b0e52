package dev.convoy.store.nar;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes a file tree as a NAR. */
public final class NarWriter {
    private static final int BUFFER = 128 << 10;

    private NarWriter() {}

    /**
     * Writes exactly as many bytes as {@link NarSize#of} says, and flushes them.
     *
     * @param root a file, a directory, or a symlink, which is not followed
     * @return the number of bytes written
     * @throws NarNameException for a name that only Nix itself can write
     * @throws NarException for a device, socket or pipe, or for a file that does not have the size any more that it had when it
     *     was looked at; what is written until then is no NAR
     */
    public static long write(Path root, OutputStream out) throws IOException {
        return write(root, out, BUFFER);
    }

    /**
     * The same for a NAR of which the size is known.
     *
     * @param expected in bytes; no buffer is larger
     */
    public static long write(Path root, OutputStream out, long expected) throws IOException {
        int buffer = Math.clamp(expected, 1, BUFFER);
        ToStream encoder = new ToStream(new BufferedOutputStream(out, buffer), buffer);
        NarTree.visit(root, encoder);
        encoder.out.flush();
        return encoder.written;
    }

    /** A visitor that writes what it is told of. Whoever tells it must keep to the order of {@link NarVisitor}. */
    static NarVisitor to(OutputStream out) {
        return new ToStream(out, BUFFER);
    }

    private static final class ToStream extends NarEncoder {
        private static final byte[] ZEROES = new byte[Long.BYTES];

        private final OutputStream out;
        private final byte[] word = new byte[Long.BYTES];
        private final byte[] buffer;
        private long written;

        private ToStream(OutputStream out, int buffer) {
            this.out = out;
            this.buffer = new byte[buffer];
        }

        @Override
        void string(byte[] bytes) throws IOException {
            length(bytes.length);
            write(bytes, bytes.length);
            write(ZEROES, Nar.padding(bytes.length));
        }

        @Override
        void contents(long size, InputStream contents) throws IOException {
            length(size);
            for (long left = size; left > 0; ) {
                int n = contents.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new NarTree.ChangedSize();
                }
                write(buffer, n);
                left -= n;
            }
            if (contents.read() >= 0) {
                throw new NarTree.ChangedSize();
            }
            write(ZEROES, Nar.padding(size));
        }

        private void length(long value) throws IOException {
            ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
            write(word, word.length);
        }

        private void write(byte[] bytes, int length) throws IOException {
            out.write(bytes, 0, length);
            written += length;
        }
    }
}
