package dev.convoy.store.protocol;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/**
 * The client's half of the serve protocol as mere bytes, for ways on which nobody can wait for an answer: through a
 * decompressor, or into a file. {@link ServeAnswers} reads what comes back.
 */
public final class ServeMessages {
    private ServeMessages() {}

    /** The first thing that a server is told. */
    public static void greet(OutputStream sink) throws IOException {
        WireWriter out = new WireWriter(sink);
        out.u64(ServeClient.CLIENT_MAGIC);
        out.u64(ServeClient.DECLARED);
        out.flush();
    }

    /**
     * Adds one path, as {@link ServeClient#sendPath} does.
     *
     * @throws NarSourceException if the source gives another NAR than {@code info} says; what is in {@code sink} then must
     *     not go on
     */
    public static void addPath(PathInfo info, NarSource nar, OutputStream sink) throws IOException {
        WireWriter out = new WireWriter(sink);
        out.u64(ServeClient.ADD_TO_STORE_NAR);
        PathInfoFields.write(out, info);
        CheckedNar.send(info, nar, out.raw());
        out.flush();
    }

    /** Asks which of the paths the store has. */
    public static void validPaths(Collection<StorePath> paths, OutputStream sink) throws IOException {
        ServeClient.askValidPaths(new WireWriter(sink), paths, false, false);
    }

    /** Asks for the NAR of a path. The answer is that NAR and nothing else. */
    public static void dumpPath(StorePath path, OutputStream sink) throws IOException {
        WireWriter out = new WireWriter(sink);
        out.u64(ServeClient.DUMP_STORE_PATH);
        out.path(path);
        out.flush();
    }
}
