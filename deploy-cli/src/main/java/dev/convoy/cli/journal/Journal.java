package dev.convoy.cli.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.evaluator.HostName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The record of one run. A line is on the disk when the call that writes it returns, so that whatever was asked of a host can
 * be known after this process, or this machine, has died. Silent until the run begins to change hosts: what only looks leaves
 * no journal.
 *
 * <p>For as long as it is open the file is locked, which tells a run that goes on from one that was cut off.
 *
 * <p>It is not written through a channel: Ctrl-C interrupts who is writing, which would close that for good.
 */
public final class Journal implements AutoCloseable {
    private static final String FILE = "journal.jsonl";

    private final Path file;
    private final Clock clock;
    private Optional<RandomAccessFile> opened = Optional.empty();

    private Journal(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** @param directory where the run leaves what it says; nothing is written there before the run begins */
    public static Journal of(Path directory, Clock clock) {
        return new Journal(fileIn(directory), clock);
    }

    static Path fileIn(Path directory) {
        return directory.resolve(FILE);
    }

    /**
     * The journal is there as soon as it has all hosts, and not before: whoever went on with some of them would take that for
     * the run.
     *
     * @throws JournalException where it cannot be written; then nothing should be begun
     */
    public synchronized void begin(RunHead run, Collection<HostHead> hosts) {
        Path fresh = file.resolveSibling(FILE + ".new");
        create(fresh);
        open(fresh);
        write(new Entry.RunBegun(clock.instant(), run));
        hosts.forEach(host -> write(new Entry.HostPlanned(clock.instant(), host)));
        sync();
        appear(fresh);
        syncDirectory();
    }

    /** One more host, which was not there when the run began. To be called before it is asked. */
    public synchronized void join(HostHead host) {
        record(new Entry.HostPlanned(clock.instant(), host));
    }

    /**
     * Goes on with what another process left.
     *
     * @throws JournalException if that process is still at it
     */
    public synchronized void resume(String operator) {
        open(file);
        cutTornLine();
        write(new Entry.RunResumed(clock.instant(), operator));
        sync();
    }

    /** To be called before the host is asked. */
    public synchronized void step(HostName host, Step step) {
        record(new Entry.HostStep(clock.instant(), host, step, Optional.empty()));
    }

    /** As {@link #step(HostName, Step)}, for a step that is taken for a reason. */
    public synchronized void step(HostName host, Step step, String reason) {
        record(new Entry.HostStep(clock.instant(), host, step, Optional.of(reason)));
    }

    /** To be called before the host is told to restart. */
    public synchronized void restarting(HostName host, Boot boot) {
        record(new Entry.HostRestarted(clock.instant(), host, boot));
    }

    /** These checks fail before anything is changed. */
    public synchronized void failing(HostName host, Collection<String> checks) {
        record(new Entry.HostFailing(clock.instant(), host, List.copyOf(checks)));
    }

    /** To be called before anything is put back. */
    public synchronized void halted(Halt halt) {
        record(new Entry.RolloutHalted(clock.instant(), halt));
    }

    /** The operator goes on in spite of what failed. */
    public synchronized void forgiven() {
        record(new Entry.RolloutResumed(clock.instant()));
    }

    public synchronized void ended(HostName host, HostOutcome outcome) {
        record(new Entry.HostEnded(clock.instant(), host, Ending.of(outcome)));
    }

    public synchronized void ended(ExitCode code) {
        record(new Entry.RunEnded(clock.instant(), code.code()));
    }

    private void record(Entry entry) {
        if (opened.isPresent()) {
            write(entry);
            sync();
        }
    }

    private void create(Path fresh) {
        try {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow(), only("rwx------"));
            Files.createFile(fresh, only("rw-------"));
        } catch (IOException e) {
            throw new JournalException("the journal cannot be written: " + e, e);
        }
    }

    private void appear(Path fresh) {
        try {
            Files.move(fresh, file, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new JournalException("the journal cannot be written: " + e, e);
        }
    }

    /** The lock is the file's, whatever it is called. */
    private void open(Path which) {
        try {
            RandomAccessFile lines = new RandomAccessFile(which.toFile(), "rw");
            opened = Optional.of(lines);
            if (lines.getChannel().tryLock() == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            close();
            throw new JournalException("the run is still going on: another convoy writes " + file, e);
        } catch (IOException e) {
            throw new JournalException("the journal cannot be written: " + e, e);
        }
    }

    private void write(Entry entry) {
        try {
            opened.orElseThrow().write((JournalLine.of(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JournalException("the journal cannot be written: " + e, e);
        }
    }

    private void sync() {
        try {
            opened.orElseThrow().getFD().sync();
        } catch (IOException e) {
            throw new JournalException("the journal cannot be written: " + e, e);
        }
    }

    /** A new file is only found after a power cut if its directory was synced as well. */
    private void syncDirectory() {
        try (FileChannel directory =
                FileChannel.open(Optional.ofNullable(file.getParent()).orElseThrow(), READ)) {
            directory.force(true);
        } catch (IOException e) {
            // Not every file system can; the lines themselves are safe.
            return;
        }
    }

    /**
     * What was being written when the process died would spoil the next line. Read through the locked file: closing any
     * other opening of it would give the lock away (fcntl(2)).
     */
    private void cutTornLine() {
        try {
            RandomAccessFile lines = opened.orElseThrow();
            long whole = lines.length();
            while (whole > 0) {
                lines.seek(whole - 1);
                if (lines.read() == '\n') {
                    break;
                }
                whole--;
            }
            lines.setLength(whole);
            lines.seek(whole);
        } catch (IOException e) {
            throw new JournalException("the journal cannot be read: " + e, e);
        }
    }

    /** Whether a process has it open now. */
    static boolean isOpen(Path file) {
        try (FileChannel probe = FileChannel.open(file, READ, WRITE)) {
            return probe.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static FileAttribute<?> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    @Override
    public synchronized void close() {
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (IOException e) {
            throw new JournalException("the journal cannot be closed: " + e, e);
        } finally {
            opened = Optional.empty();
        }
    }
}
