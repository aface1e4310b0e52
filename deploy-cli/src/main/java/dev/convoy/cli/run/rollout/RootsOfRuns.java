package dev.convoy.cli.run.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder of roots for each run. A run that lives holds a lock on its own, so that those of dead ones can be told.
 *
 * <p>All locks are in one file that stays, and of which each run has a byte: of a file for each run two processes could have
 * two, while a third deletes it.
 */
final class RootsOfRuns {
    private static final String LOCKS = "locks";

    private final Path directory;

    RootsOfRuns(Path directory) {
        this.directory = directory;
    }

    Path folder(String runId) {
        return directory.resolve(runId);
    }

    /** Nobody drops the run's folder, which it may make now, until what is returned is closed or this process is dead. */
    Closeable hold(String runId) {
        try {
            Files.createDirectories(directory);
            FileChannel locks = open();
            try {
                locks.lock(byteOf(runId), 1, false);
            } catch (IOException | OverlappingFileLockException e) {
                // Only of a run that is stopped already, or where files cannot be locked: there others cannot lock it
                // either.
                return locks;
            }
            return locks;
        } catch (IOException e) {
            return () -> {};
        }
    }

    /**
     * Drops what dead runs left. To be called while this process holds none: who closes the file gives all its locks away
     * (fcntl(2)).
     *
     * @param needed ids of runs whose folders stay; asked for only if there is something to drop
     */
    void dropDead(Supplier<Set<String>> needed) {
        List<String> left = runs();
        if (left.isEmpty()) {
            return;
        }
        try (FileChannel locks = open()) {
            Set<String> stay = needed.get();
            for (String run : left) {
                if (!stay.contains(run)) {
                    dropIfDead(locks, run);
                }
            }
        } catch (IOException e) {
            // The next run tries again.
            return;
        }
    }

    private void dropIfDead(FileChannel locks, String run) throws IOException {
        try (FileLock free = locks.tryLock(byteOf(run), 1, false)) {
            if (free != null) {
                drop(run);
            }
        } catch (OverlappingFileLockException e) {
            // A run of this very process.
            return;
        }
    }

    void drop(String run) throws IOException {
        Path folder = folder(run);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<String> runs() {
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(directory.resolve(LOCKS), CREATE, WRITE);
    }

    /** Far behind the end of the file, which has none. Two runs that share one would only wait for each other. */
    private static long byteOf(String runId) {
        return UUID.nameUUIDFromBytes(runId.getBytes(UTF_8)).getMostSignificantBits() >>> 2;
    }
}
