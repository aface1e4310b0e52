package dev.convoy.transfer.pool;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file without a name, which nobody else can open and which is gone with the program. No channel: one of those is closed for
 * everybody when one reader is interrupted.
 */
final class SpillFile implements AutoCloseable {
    private final RandomAccessFile file;
    private long size;

    SpillFile(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path named = Files.createTempFile(
                directory,
                "spill",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        file = new RandomAccessFile(named.toFile(), "rw");
        Files.delete(named);
    }

    synchronized long size() {
        return size;
    }

    /** Adds at the end. */
    OutputStream asStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                append(bytes, offset, length);
            }
        };
    }

    /** Gives where it now is. */
    long append(byte[] bytes, int length) throws IOException {
        return append(bytes, 0, length);
    }

    private synchronized long append(byte[] bytes, int offset, int length) throws IOException {
        long position = size;
        file.seek(position);
        file.write(bytes, offset, length);
        size += length;
        return position;
    }

    synchronized byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(position);
        file.readFully(bytes);
        return bytes;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
