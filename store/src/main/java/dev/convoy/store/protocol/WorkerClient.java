package dev.convoy.store.protocol;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Talks to {@code nix-daemon --stdio}, or to a daemon's socket. Every operation answers with log messages, then with a
 * result or with a {@link DaemonException} that leaves the session usable. One thread at a time.
 * Source: libstore/worker-protocol.hh.
 */
public final class WorkerClient {
    private static final int QUERY_PATH_INFO = 26;
    private static final int ADD_TEMP_ROOT = 11;
    private static final int QUERY_VALID_PATHS = 31;
    private static final int ADD_TO_STORE_NAR = 39;
    private static final int QUERY_MISSING = 40;
    private static final int BUILD_PATHS_WITH_RESULTS = 46;

    private final WireReader in;
    private final WireWriter out;
    private final WorkerHandshake handshake;
    private final WorkerLog log;

    private WorkerClient(WireReader in, WireWriter out, WorkerHandshake handshake, WorkerLog log) {
        this.in = in;
        this.out = out;
        this.handshake = handshake;
        this.log = log;
    }

    /** Shakes hands with a daemon; {@code log} gets everything that it says, during operations only. */
    public static WorkerClient connect(InputStream fromDaemon, OutputStream toDaemon, Consumer<LogMessage> log)
            throws IOException {
        return connect(fromDaemon, toDaemon, log, WorkerHandshake.DECLARED);
    }

    static WorkerClient connect(
            InputStream fromDaemon, OutputStream toDaemon, Consumer<LogMessage> messages, int declared)
            throws IOException {
        WireReader in = new WireReader(fromDaemon);
        WireWriter out = new WireWriter(toDaemon);
        WorkerHandshake handshake = WorkerHandshake.shake(in, out, declared);
        WorkerLog log = new WorkerLog(in, handshake.version(), messages);
        log.drain();
        return new WorkerClient(in, out, handshake, log);
    }

    /** Major shifted by eight, plus minor; the lower of both sides'. */
    public int version() {
        return handshake.version();
    }

    /** Of the daemon's program, from 2.7 on. */
    public Optional<String> nixVersion() {
        return handshake.nixVersion();
    }

    public Trust trust() {
        return handshake.trust();
    }

    /** Nothing where the path is not valid. */
    public Optional<PathInfo> pathInfo(StorePath path) throws IOException {
        out.u64(QUERY_PATH_INFO);
        out.path(path);
        await();
        return in.bool() ? Optional.of(PathInfoFields.readWorker(in, path)) : Optional.empty();
    }

    /** Those of {@code paths} that the store has. */
    public SortedSet<StorePath> validPaths(Collection<StorePath> paths) throws IOException {
        out.u64(QUERY_VALID_PATHS);
        out.paths(paths);
        if (version() >= 0x11b) {
            out.bool(false); // substitute
        }
        await();
        return in.paths();
    }

    /** Keeps a path from being collected for as long as the session lasts. */
    public void addTempRoot(StorePath path) throws IOException {
        out.u64(ADD_TEMP_ROOT);
        out.path(path);
        await();
        in.integer();
    }

    public MissingPaths missing(Collection<DerivedPath> wanted) throws IOException {
        out.u64(QUERY_MISSING);
        writeWanted(wanted);
        await();
        return MissingPaths.read(in);
    }

    /** Builds or fetches; one result for each thing wanted. Needs 1.34 (Nix 2.8). */
    public List<BuildResult> build(Collection<DerivedPath> wanted) throws IOException {
        require(0x122, "builds with results");
        out.u64(BUILD_PATHS_WITH_RESULTS);
        writeWanted(wanted);
        out.u64(0); // neither repair nor check
        await();
        return in.list(() -> BuildResult.read(in, version()));
    }

    /**
     * Adds one path. Asks for no check of signatures, which a daemon grants to those it trusts and ignores from others.
     * Needs 1.23 (Nix 2.4): older ones pull each 32 KiB with a round trip, for which the serve protocol is the cure.
     *
     * @throws NarSourceException if the source gives another NAR than {@code info} says; the session must then be closed
     */
    public void addToStore(PathInfo info, NarSource nar) throws IOException, InterruptedException {
        require(0x117, "framed NARs");
        out.u64(ADD_TO_STORE_NAR);
        PathInfoFields.write(out, info);
        out.bool(false); // repair
        out.bool(true); // no check of signatures
        // The daemon may log at any time: with nobody reading, both sides would wait for ever.
        WorkerLog.Reading answer = log.readAside();
        try (FramedOutput frames = new FramedOutput(out, answer::isOver)) {
            CheckedNar.send(info, nar, frames);
        } catch (FramedOutput.StoppedException e) {
            // The daemon already answered, with an error that is thrown below.
        }
        answer.await();
    }

    private void writeWanted(Collection<DerivedPath> wanted) throws IOException {
        boolean modern = version() >= 0x11e;
        out.strings(wanted.stream()
                .map(path -> modern ? path.text() : path.oldText())
                .toList());
    }

    private void await() throws IOException {
        out.flush();
        log.drain();
    }

    private void require(int minimum, String what) throws ProtocolException {
        if (version() < minimum) {
            throw new ProtocolException("the daemon speaks 1.%d, which is too old for %s (1.%d)"
                    .formatted(version() & 0xff, what, minimum & 0xff));
        }
    }
}
