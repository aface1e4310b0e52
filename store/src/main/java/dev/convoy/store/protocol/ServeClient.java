package dev.convoy.store.protocol;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Talks to {@code nix-store --serve}. There are no errors in this protocol: a server that fails prints to its standard error
 * and ends, which shows here as an {@link EOFException}.
 *
 * <p>Commands are answered in their order and may be sent ahead. One thread may send while another one reads, as
 * {@link #sendPath} and {@link #awaitAdded} do; otherwise one thread at a time. Source: libstore/serve-protocol.hh.
 */
public final class ServeClient {
    static final int CLIENT_MAGIC = 0x390c9deb;
    private static final int SERVER_MAGIC = 0x5452eecb;

    /** 2.8 changes only an answer that is not used here. */
    static final int DECLARED = 0x207;
    /** The first with AddToStoreNar; Nix 2.1. */
    private static final int OLDEST = 0x205;

    private static final int QUERY_VALID_PATHS = 1;
    private static final int QUERY_PATH_INFOS = 2;
    static final int DUMP_STORE_PATH = 3;
    private static final int BUILD_PATHS = 6;
    private static final int QUERY_CLOSURE = 7;
    static final int ADD_TO_STORE_NAR = 9;

    private final WireReader in;
    private final WireWriter out;
    private final int version;

    private ServeClient(WireReader in, WireWriter out, int version) {
        this.in = in;
        this.out = out;
        this.version = version;
    }

    /** Shakes hands with a server whose standard output and input these are. */
    public static ServeClient connect(InputStream fromServer, OutputStream toServer) throws IOException {
        return connect(fromServer, toServer, _ -> {});
    }

    /** As {@link #connect}, and asks in the same round trip what {@link #lockPaths} asks: {@link #readPaths} reads the answer. */
    public static ServeClient connectLocking(InputStream fromServer, OutputStream toServer, Collection<StorePath> paths)
            throws IOException {
        return connect(fromServer, toServer, out -> askValidPaths(out, paths, true, false));
    }

    private interface Ahead {
        void ask(WireWriter out) throws IOException;
    }

    private static ServeClient connect(InputStream fromServer, OutputStream toServer, Ahead ahead) throws IOException {
        WireReader in = new WireReader(fromServer);
        WireWriter out = new WireWriter(toServer);
        try {
            ServeMessages.greet(toServer);
            ahead.ask(out);
        } catch (IOException e) {
            readGreeting(in); // who does not listen may have said why
            throw e;
        }
        return new ServeClient(in, out, readGreeting(in));
    }

    static int readGreeting(WireReader in) throws IOException {
        long magic = in.u64();
        if (magic != SERVER_MAGIC) {
            throw new ProtocolException("expected the greeting of nix-store --serve, got \"" + in.quote(magic)
                    + "\": does a login script print on the host?");
        }
        int server = in.integer();
        int version = Math.min(DECLARED, server);
        if (server >> 8 != 2 || version < OLDEST) {
            throw new ProtocolException("nix-store --serve speaks %d.%d; 2.5 (Nix 2.1) is the oldest that can be used"
                    .formatted(server >> 8, server & 0xff));
        }
        return version;
    }

    /** Major shifted by eight, plus minor; the lower of both sides'. */
    public int version() {
        return version;
    }

    /** Those of {@code paths} that the store has. */
    public SortedSet<StorePath> validPaths(Collection<StorePath> paths) throws IOException {
        return validPaths(paths, false, false);
    }

    /**
     * As {@link #validPaths}, and keeps all of {@code paths}, also those that come later, from being collected for as long
     * as the server runs. Needs {@code --write}.
     */
    public SortedSet<StorePath> lockPaths(Collection<StorePath> paths) throws IOException {
        return validPaths(paths, true, false);
    }

    /** The answer to what was asked ahead. */
    public SortedSet<StorePath> readPaths() throws IOException {
        return in.paths();
    }

    /** As {@link #lockPaths}, after the store fetched what its own substituters have; this can take minutes. */
    public SortedSet<StorePath> substitutePaths(Collection<StorePath> paths) throws IOException {
        return validPaths(paths, true, true);
    }

    /** Infos of those paths that are valid; the others are left out. */
    public List<PathInfo> pathInfos(Collection<StorePath> paths) throws IOException {
        out.u64(QUERY_PATH_INFOS);
        out.paths(paths);
        out.flush();
        List<PathInfo> infos = new ArrayList<>();
        for (Optional<StorePath> path = in.optionalPath(); path.isPresent(); path = in.optionalPath()) {
            infos.add(PathInfoFields.readServe(in, path.get()));
        }
        return infos;
    }

    /** Everything that {@code roots} refer to, and they themselves; of a derivation: its inputs, not its outputs. */
    public SortedSet<StorePath> closure(Collection<StorePath> roots) throws IOException {
        out.u64(QUERY_CLOSURE);
        out.bool(false); // outputs of derivations
        out.paths(roots);
        out.flush();
        return in.paths();
    }

    /** Copies the NAR of a valid path. */
    public void dumpPath(PathInfo info, OutputStream sink) throws IOException {
        requestDump(info.path());
        readDump(info, sink);
    }

    /** Asks for the NAR of a valid path, and does not wait: {@link #readDump} reads it, in the order of the requests. */
    public void requestDump(StorePath path) throws IOException {
        out.u64(DUMP_STORE_PATH);
        out.path(path);
        out.flush();
    }

    /** Copies the next NAR that was asked for. The protocol does not say where it ends: its size must be known. */
    public void readDump(PathInfo info, OutputStream sink) throws IOException {
        in.copy(info.narSize(), sink);
    }

    /** Builds or fetches; gives the failure if there is one. Build logs go to the server's standard error. */
    public Optional<FailedBuild> build(Collection<DerivedPath> wanted, BuildOptions options) throws IOException {
        out.u64(BUILD_PATHS);
        out.strings(wanted.stream().map(DerivedPath::oldText).toList());
        options.write(out, version);
        out.flush();
        int status = in.integer();
        return status == 0 ? Optional.empty() : Optional.of(new FailedBuild(status, in.string()));
    }

    /**
     * Sends one path and does not wait; every reference must be valid over there or sent before. Call {@link #flush} after
     * the last one, and {@link #awaitAdded} once for each.
     *
     * @throws NarSourceException if the source gives another NAR than {@code info} says; the session must then be closed
     */
    public void sendPath(PathInfo info, NarSource nar) throws IOException {
        out.u64(ADD_TO_STORE_NAR);
        PathInfoFields.write(out, info);
        CheckedNar.send(info, nar, out.raw());
    }

    public void flush() throws IOException {
        out.flush();
    }

    /** Waits until the store has the next one of the paths that were sent. */
    public void awaitAdded() throws IOException {
        readAdded(in);
    }

    static void readAdded(WireReader in) throws IOException {
        int answer = in.integer();
        if (answer != 1) {
            throw new ProtocolException("expected 1 for a path that was added, got " + answer);
        }
    }

    private SortedSet<StorePath> validPaths(Collection<StorePath> paths, boolean lock, boolean substitute)
            throws IOException {
        askValidPaths(out, paths, lock, substitute);
        return in.paths();
    }

    static void askValidPaths(WireWriter out, Collection<StorePath> paths, boolean lock, boolean substitute)
            throws IOException {
        out.u64(QUERY_VALID_PATHS);
        out.bool(lock);
        out.bool(substitute);
        out.paths(paths);
        out.flush();
    }
}
