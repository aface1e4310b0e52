package dev.convoy.store.protocol;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.SortedSet;

/** What a server of the serve protocol says to {@link ServeMessages}, in their order. One thread. */
public final class ServeAnswers {
    private final WireReader in;

    public ServeAnswers(InputStream fromServer) {
        in = new WireReader(fromServer);
    }

    /** Waits for the answer to the greeting; gives the version that both speak. */
    public int awaitGreeting() throws IOException {
        return ServeClient.readGreeting(in);
    }

    /** Waits until the store has the next one of the paths that were added. */
    public void awaitAdded() throws IOException {
        ServeClient.readAdded(in);
    }

    /** Waits for the answer to which of some paths the store has. */
    public SortedSet<StorePath> awaitPaths() throws IOException {
        return in.paths();
    }
}
