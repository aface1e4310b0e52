package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Running;
import dev.convoy.store.nar.NarNameException;
import dev.convoy.store.nar.NarSize;
import dev.convoy.store.nar.NarWriter;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.NarSource;
import dev.convoy.store.protocol.NarSourceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The paths of this computer's store, as NARs read from disk. */
record LocalSource(Machine local, Path storeDirectory) {
    /** A NAR of this size can be kept in memory. */
    private static final int SMALL = 256 << 10;

    private static final Duration DUMP_DEADLINE = Duration.ofHours(2);

    /**
     * Gets ready to read one path.
     *
     * @throws NarSourceException if it does not have its recorded size; nothing of it was read then
     */
    NarSource open(PathInfo info) throws NarSourceException {
        Path file = storeDirectory.resolve(info.path().baseName());
        try {
            if (info.narSize() <= SMALL) {
                Optional<byte[]> nar = read(file, (int) info.narSize());
                if (nar.isPresent()) {
                    return sink -> sink.write(nar.get());
                }
            }
            long size = NarSize.of(file);
            if (size != info.narSize()) {
                throw new NarSourceException(
                        info.path(),
                        "its NAR has " + size + " bytes, not the recorded " + info.narSize(),
                        new IOException("changed after it was built or fetched"));
            }
            return sink -> NarWriter.write(file, sink);
        } catch (NarNameException e) {
            return sink -> dump(info.path(), sink);
        } catch (NarSourceException e) {
            throw e;
        } catch (IOException e) {
            throw new NarSourceException(info.path(), "cannot be read", e);
        }
    }

    /** What is small is walked but once, and read whole; empty where it has another size. */
    private static Optional<byte[]> read(Path file, int size) throws IOException {
        var nar = new Exactly(size);
        try {
            NarWriter.write(file, nar, size);
        } catch (Exactly.TooMuchException e) {
            return Optional.empty();
        }
        return nar.whole();
    }

    /** Keeps what is written, if it is as much as was expected. */
    private static final class Exactly extends OutputStream {
        private final byte[] bytes;
        private int filled;

        private static final class TooMuchException extends IOException {
            private static final long serialVersionUID = 1L;
        }

        Exactly(int size) {
            this.bytes = new byte[size];
        }

        Optional<byte[]> whole() {
            return filled == bytes.length ? Optional.of(bytes) : Optional.empty();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int length) throws IOException {
            if (length > bytes.length - filled) {
                throw new TooMuchException();
            }
            System.arraycopy(more, offset, bytes, filled, length);
            filled += length;
        }
    }

    /** For names that the JVM cannot carry. */
    private void dump(StorePath path, OutputStream sink) throws IOException {
        Command command = Command.of("nix-store", "--dump", path.toString()).within(DUMP_DEADLINE);
        try (Running running = local.start(command)) {
            StderrTail stderr = new StderrTail(running.stderr());
            running.stdin().close();
            running.stdout().transferTo(sink);
            ExitStatus exit = running.waitFor();
            if (!exit.isSuccess()) {
                throw new IOException("nix-store --dump: " + exit.describe() + ": " + String.join(" ", stderr.lines()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + path);
        }
    }
}
