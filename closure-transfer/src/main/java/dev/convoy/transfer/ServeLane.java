package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.NarSourceException;
import dev.convoy.transfer.pool.Parcel;
import dev.convoy.transfer.pool.ParcelReader;
import dev.convoy.transfer.pool.Piece;
import dev.convoy.transfer.pool.SourcePool;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One session through which paths are sent in a row, while acknowledgements are read aside: no path waits for a round trip. */
final class ServeLane {
    /** Parcels are opened so far before they are sent, so that small files are read while others are on their way. */
    private static final int OPEN_PARCELS = 16;

    private static final long OPEN_BYTES = 2 << 20;

    /** Which parcels this lane sends, one after the other. */
    interface Supply {
        /** One that can be sent now. */
        Optional<Parcel> poll();

        /** Waits for one; none if there is no more to send. */
        Optional<Parcel> next() throws InterruptedException;
    }

    private final LaneWire wire;
    private final SourcePool pool;
    private final Supply supply;
    private final Meter meter;
    private final Consumer<PathInfo> onAcknowledged;
    private final List<StorePath> lastQuestion;
    private final Deque<ParcelReader> opened = new ArrayDeque<>();
    /** What was begun and is not acknowledged; an empty one is the end. */
    private final BlockingQueue<Optional<PathInfo>> begun = new LinkedBlockingQueue<>();

    private volatile Optional<StorePath> inFlight = Optional.empty();
    private volatile boolean asked;
    private volatile Optional<SortedSet<StorePath>> valid = Optional.empty();

    /**
     * @param lastQuestion what the host is asked behind the last path, whether it has it: the answer comes with the last
     *     acknowledgement
     * @param onAcknowledged called on another thread, in order, and not after {@link #run} returned
     */
    ServeLane(
            LaneWire wire,
            SourcePool pool,
            Supply supply,
            Meter meter,
            List<StorePath> lastQuestion,
            Consumer<PathInfo> onAcknowledged) {
        this.wire = wire;
        this.pool = pool;
        this.supply = supply;
        this.meter = meter;
        this.lastQuestion = lastQuestion;
        this.onAcknowledged = onAcknowledged;
    }

    /**
     * Sends what there is, and returns when the last path is acknowledged.
     *
     * @throws NarSourceException if a path cannot be read here, or is not what was recorded; it is not on the host then
     */
    void run() throws SessionEndedException, NarSourceException, InterruptedException {
        FutureTask<Optional<SessionEndedException>> reading = new FutureTask<>(this::readAcknowledgements);
        Thread reader = Thread.ofVirtual().name("acknowledgements").start(reading);
        try {
            boolean whole = write();
            begun.add(Optional.empty());
            Optional<SessionEndedException> end = whole ? reading.get() : lastWords(reading);
            if (end.isPresent()) {
                throw inFlight.map(end.get()::during).orElse(end.get());
            }
            wire.leave();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading acknowledgements", e.getCause());
        } finally {
            opened.forEach(ParcelReader::close);
            wire.close();
            begun.add(Optional.empty());
            reader.join();
        }
    }

    /** All is there by now: whoever goes without an answer asks elsewhere. */
    private Optional<SortedSet<StorePath>> answer() {
        try {
            return asked ? Optional.of(wire.awaitPaths()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What of the last question the host has; none before {@link #run} returned, or where nothing was asked. */
    Optional<SortedSet<StorePath>> valid() {
        return valid;
    }

    /** Returns false where the server does not listen any more; the reader of its answers knows more about that. */
    private boolean write() throws NarSourceException, InterruptedException {
        try {
            wire.greet();
            while (openNext()) {
                try (ParcelReader parcel = opened.remove()) {
                    parcel.parcel().paths().forEach(info -> begun.add(Optional.of(info)));
                    send(parcel);
                }
            }
            if (!lastQuestion.isEmpty()) {
                wire.ask(lastQuestion);
                asked = true;
            }
            wire.finish();
            return true;
        } catch (NarSourceException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean openNext() throws IOException, InterruptedException {
        long bytes = opened.stream().mapToLong(one -> one.parcel().narSize()).sum();
        while (opened.size() < OPEN_PARCELS && (opened.isEmpty() || bytes < OPEN_BYTES)) {
            Optional<Parcel> ready = supply.poll();
            if (ready.isEmpty()) {
                break;
            }
            opened.add(pool.open(ready.get()));
            bytes += ready.get().narSize();
        }
        if (opened.isEmpty()) {
            // Full packets leave by themselves; what waits for an acknowledgement of the last one would wait for ever.
            wire.flush();
            supply.next().ifPresent(parcel -> opened.add(pool.open(parcel)));
        }
        return !opened.isEmpty();
    }

    private void send(ParcelReader parcel) throws IOException, InterruptedException {
        for (Optional<Piece> next = parcel.next(); next.isPresent(); next = parcel.next()) {
            Piece piece = next.get();
            meter.send(piece.bytes(), piece.length(), wire);
            meter.sentNar(piece.narBytes());
        }
    }

    private Optional<SessionEndedException> lastWords(FutureTask<Optional<SessionEndedException>> reading)
            throws InterruptedException, ExecutionException {
        try {
            return reading.get(StoreServer.LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            wire.close();
            return reading.get();
        }
    }

    /** Gives the end of the session if it came too early. Closes it then, so that the writer does not wait for ever. */
    private Optional<SessionEndedException> readAcknowledgements() throws InterruptedException {
        try {
            wire.awaitGreeting();
            for (Optional<PathInfo> next = begun.take(); next.isPresent(); next = begun.take()) {
                inFlight = next.map(PathInfo::path);
                wire.awaitAdded();
                onAcknowledged.accept(next.get());
            }
            inFlight = Optional.empty();
            valid = answer();
            return Optional.empty();
        } catch (EOFException e) {
            // Without an acknowledgement the path that was begun first is the one in flight, also before the greeting.
            inFlight = inFlight.or(() -> Optional.ofNullable(begun.peek()).flatMap(info -> info.map(PathInfo::path)));
            return Optional.of(wire.ended(e));
        } catch (IOException e) {
            return Optional.of(wire.ended(e));
        } catch (RuntimeException e) {
            wire.close();
            throw e;
        }
    }
}
