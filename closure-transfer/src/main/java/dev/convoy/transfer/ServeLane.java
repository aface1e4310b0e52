package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.protocol.NarSource;
import dev.convoy.store.protocol.NarSourceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** One session through which paths are sent in a row, while acknowledgements are read aside: no path waits for a round trip. */
final class ServeLane {
    private final StoreSession session;
    private final List<PathInfo> paths;
    private final Consumer<PathInfo> onAcknowledged;
    private final AtomicInteger acknowledged = new AtomicInteger();

    private ServeLane(StoreSession session, List<PathInfo> paths, Consumer<PathInfo> onAcknowledged) {
        this.session = session;
        this.paths = paths;
        this.onAcknowledged = onAcknowledged;
    }

    /**
     * Sends paths in this order, and returns when the last one is acknowledged.
     *
     * @param sent counts bytes as they flow
     * @param onAcknowledged called on another thread, in order, and not after the return
     * @throws NarSourceException if a path cannot be read here, or is not what was recorded; it is not on the host then
     */
    static void send(
            Machine target,
            Command serve,
            LocalSource source,
            List<PathInfo> paths,
            LongAdder sent,
            Consumer<PathInfo> onAcknowledged)
            throws SessionEndedException, NarSourceException, InterruptedException {
        try (StoreSession session = StoreSession.open(target, serve)) {
            new ServeLane(session, paths, onAcknowledged).run(source, sent);
        }
    }

    private void run(LocalSource source, LongAdder sent)
            throws SessionEndedException, NarSourceException, InterruptedException {
        FutureTask<Optional<SessionEndedException>> reading = new FutureTask<>(this::readAcknowledgements);
        Thread reader = Thread.ofVirtual().name("acknowledgements").start(reading);
        try {
            boolean whole = write(source, sent);
            Optional<SessionEndedException> end = whole ? reading.get() : lastWords(reading);
            if (end.isPresent()) {
                throw end.get().during(paths.get(acknowledged.get()).path());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading acknowledgements", e.getCause());
        } finally {
            session.close();
            reader.join();
        }
    }

    /** Returns false where the server does not listen any more; the reader of its answers knows more about that. */
    private boolean write(LocalSource source, LongAdder sent) throws NarSourceException {
        try {
            for (PathInfo info : paths) {
                NarSource nar = source.open(info);
                session.client().sendPath(info, sink -> nar.writeTo(new CountingOutput(sink, sent)));
            }
            // Full packets leave by themselves; the last one would wait for ever.
            session.client().flush();
            return true;
        } catch (NarSourceException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<SessionEndedException> lastWords(FutureTask<Optional<SessionEndedException>> reading)
            throws InterruptedException, ExecutionException {
        try {
            return reading.get(StoreSession.LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            session.close();
            return reading.get();
        }
    }

    /** Gives the end of the session if it came too early. Closes it then, so that the writer does not wait for ever. */
    private Optional<SessionEndedException> readAcknowledgements() throws InterruptedException {
        try {
            for (PathInfo info : paths) {
                session.client().awaitAdded();
                acknowledged.incrementAndGet();
                onAcknowledged.accept(info);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(session.ended(e));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }
}
