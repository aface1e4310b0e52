package dev.convoy.store.machine;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A command that was started. Both outputs must be drained by someone: a full standard error blocks standard output on
 * an SSH channel.
 */
public interface Running extends AutoCloseable {
    /** Buffered or not, flush it; close it to send end of file. */
    OutputStream stdin();

    InputStream stdout();

    InputStream stderr();

    /** Waits for the end, at most until the command's deadline. */
    ExitStatus waitFor() throws InterruptedException;

    /** Whether it is known to have ended; false says nothing about the next second. */
    default boolean hasEnded() {
        return false;
    }

    /** Ends the command if it still runs. */
    @Override
    void close();

    /**
     * Ends its input, upon which it ends by itself: nobody waits for that, and nobody reads on. From now on {@link #close} does
     * nothing.
     */
    default void leave() {
        close();
    }
}
