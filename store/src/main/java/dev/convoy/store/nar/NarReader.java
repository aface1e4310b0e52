package dev.convoy.store.nar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a NAR, strictly: what it accepts is written back byte by byte the same. It takes exactly the bytes of the archive
 * from the stream, in small pieces, so give it a buffered one.
 */
public final class NarReader {
    private final InputStream in;
    private final NarVisitor visitor;
    private final byte[] word = new byte[Long.BYTES];
    private long offset;

    private NarReader(InputStream in, NarVisitor visitor) {
        this.in = in;
        this.visitor = visitor;
    }

    /** @throws NarException where the stream is no NAR, or ends too early */
    public static void read(InputStream in, NarVisitor visitor) throws IOException {
        NarReader reader = new NarReader(in, visitor);
        reader.expect(Nar.MAGIC);
        reader.node(0);
    }

    /**
     * Makes the file tree of a NAR.
     *
     * @param target must not exist; what was made of it stays after an exception
     * @throws NarNameException for a name that only Nix itself can make
     */
    public static void restore(InputStream in, Path target) throws IOException {
        read(in, new TreeMaker(target));
    }

    private void node(int depth) throws IOException {
        expect(Nar.OPEN);
        expect(Nar.TYPE);
        long at = offset;
        byte[] type = string(0, Nar.MAX_TAG);
        if (Arrays.equals(type, Nar.REGULAR)) {
            file();
        } else if (Arrays.equals(type, Nar.SYMLINK)) {
            expect(Nar.TARGET);
            visitor.symlink(target());
            expect(Nar.CLOSE);
        } else if (Arrays.equals(type, Nar.DIRECTORY)) {
            if (depth == Nar.MAX_DEPTH) {
                throw NarException.at(at, "at most " + Nar.MAX_DEPTH + " nested directories");
            }
            directory(depth);
        } else {
            throw NarException.at(at, "regular, symlink or directory, not " + RawPath.show(type));
        }
    }

    private void file() throws IOException {
        boolean executable = false;
        byte[] tag = string(0, Nar.MAX_TAG);
        if (Arrays.equals(tag, Nar.EXECUTABLE)) {
            executable = true;
            expect(Nar.EMPTY);
            tag = string(0, Nar.MAX_TAG);
        }
        if (!Arrays.equals(tag, Nar.CONTENTS)) {
            throw NarException.at(offset, "the contents of a file, not " + RawPath.show(tag));
        }
        long size = length(Long.MAX_VALUE - Long.BYTES);
        Contents contents = new Contents(size);
        visitor.file(executable, size, contents);
        contents.transferTo(OutputStream.nullOutputStream());
        padding(size);
        expect(Nar.CLOSE);
    }

    private void directory(int depth) throws IOException {
        visitor.directory();
        byte[] last = {};
        byte[] tag = string(0, Nar.MAX_TAG);
        while (Arrays.equals(tag, Nar.ENTRY)) {
            expect(Nar.OPEN);
            expect(Nar.NAME);
            last = name(last);
            expect(Nar.NODE);
            visitor.entry(last.clone());
            node(depth + 1);
            expect(Nar.CLOSE);
            tag = string(0, Nar.MAX_TAG);
        }
        if (!Arrays.equals(tag, Nar.CLOSE)) {
            throw NarException.at(offset, "an entry or the end of a directory, not " + RawPath.show(tag));
        }
        visitor.endOfDirectory();
    }

    /** Strictly ascending names are what keeps an archive from writing through a symlink that it made itself. */
    private byte[] name(byte[] last) throws IOException {
        long at = offset;
        byte[] name = string(1, Nar.MAX_NAME);
        for (byte b : name) {
            if (b == '/' || b == 0) {
                throw NarException.at(at, "a file name without / and NUL");
            }
        }
        String text = RawPath.show(name);
        if (name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'))) {
            throw NarException.at(at, "a file name that is not . or ..");
        }
        if (Arrays.compareUnsigned(last, name) >= 0) {
            throw NarException.at(at, "a name behind " + RawPath.show(last) + ", not " + text);
        }
        return name;
    }

    private byte[] target() throws IOException {
        long at = offset;
        byte[] target = string(1, Nar.MAX_TARGET);
        for (byte b : target) {
            if (b == 0) {
                throw NarException.at(at, "a symlink target without NUL");
            }
        }
        return target;
    }

    private void expect(byte[] tag) throws IOException {
        long at = offset;
        byte[] found = string(0, Nar.MAX_TAG);
        if (!Arrays.equals(found, tag)) {
            throw NarException.at(at, "\"" + RawPath.show(tag) + "\", not \"" + RawPath.show(found) + "\"");
        }
    }

    private byte[] string(int min, int max) throws IOException {
        long at = offset;
        int length = (int) length(max);
        if (length < min) {
            throw NarException.at(at, "a string of at least " + min + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        offset += bytes.length;
        if (bytes.length < length) {
            throw NarException.at(offset, "more bytes");
        }
        padding(length);
        return bytes;
    }

    private long length(long max) throws IOException {
        long at = offset;
        fill(Long.BYTES);
        long length = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > max) {
            throw NarException.at(at, "a length of at most " + max + ", not " + Long.toUnsignedString(length));
        }
        return length;
    }

    private void padding(long length) throws IOException {
        int zeroes = Nar.padding(length);
        long at = offset;
        fill(zeroes);
        for (int i = 0; i < zeroes; i++) {
            if (word[i] != 0) {
                throw NarException.at(at + i, "padding with zeroes");
            }
        }
    }

    private void fill(int length) throws IOException {
        int n = in.readNBytes(word, 0, length);
        offset += n;
        if (n < length) {
            throw NarException.at(offset, "more bytes");
        }
    }

    /** The bytes of one file, and none beyond them. */
    private final class Contents extends InputStream {
        private long left;

        private Contents(long size) {
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int at, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(bytes, at, (int) Math.min(left, length));
            if (n < 0) {
                throw NarException.at(offset, left + " more bytes of a file");
            }
            left -= n;
            offset += n;
            return n;
        }
    }
}
