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

/** The paths of this computer's store, as NARs read from disk. */
record LocalSource(Machine local, Path storeDirectory) {
    private static final Duration DUMP_DEADLINE = Duration.ofHours(2);

    /**
     * Gets ready to read one path.
     *
     * @throws NarSourceException if it does not have its recorded size; nothing of it was read then
     */
    NarSource open(PathInfo info) throws NarSourceException {
        Path file = storeDirectory.resolve(info.path().baseName());
        try {
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
