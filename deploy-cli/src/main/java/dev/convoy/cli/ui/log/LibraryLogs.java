package dev.convoy.cli.ui.log;

import dev.convoy.cli.event.Body;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Hands what libraries log to the run that goes on. Global, because SLF4J is; without a listener everything is dropped. */
public final class LibraryLogs {
    private static final AtomicReference<Optional<Consumer<Body.LibraryLog>>> LISTENER =
            new AtomicReference<>(Optional.empty());

    private LibraryLogs() {}

    /** From now on, until that is closed, warnings and errors of libraries go to this listener, on their own threads. */
    public static Listening listen(Consumer<Body.LibraryLog> listener) {
        Optional<Consumer<Body.LibraryLog>> mine = Optional.of(listener);
        LISTENER.set(mine);
        return () -> LISTENER.compareAndSet(mine, Optional.empty());
    }

    static void log(Body.LibraryLog entry) {
        LISTENER.get().ifPresent(listener -> listener.accept(entry));
    }

    /** Ends the listening. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
