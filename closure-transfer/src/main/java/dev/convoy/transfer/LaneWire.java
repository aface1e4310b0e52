package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.util.Collection;
import java.util.SortedSet;

/** How a lane reaches its server. One thread writes while another one reads. */
interface LaneWire extends AutoCloseable {
    void greet() throws IOException;

    void write(byte[] bytes, int offset, int length) throws IOException;

    /** What was written is on its way. */
    void flush() throws IOException;

    /** Nothing more will be written. */
    void finish() throws IOException;

    /** Asks which of the paths the store has. Behind a decompressor the answer may not come before {@link #finish}. */
    void ask(Collection<StorePath> paths) throws IOException;

    void awaitGreeting() throws IOException;

    void awaitAdded() throws IOException;

    SortedSet<StorePath> awaitPaths() throws IOException;

    /** What became of the server, after {@code cause} showed that it is over. */
    SessionEndedException ended(IOException cause) throws InterruptedException;

    /** Lets the server end by itself, as it has acknowledged all that it was given. */
    void leave();

    @Override
    void close();
}
