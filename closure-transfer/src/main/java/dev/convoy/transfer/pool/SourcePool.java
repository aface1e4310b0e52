package dev.convoy.transfer.pool;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.protocol.NarSource;
import dev.convoy.store.protocol.NarSourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes parcels and keeps them for all hosts that will send them. Safe for use by many threads. */
public final class SourcePool {
    /** Where the NARs of store paths come from. */
    @FunctionalInterface
    public interface Source {
        /** @throws NarSourceException if the path is not what was recorded */
        NarSource open(PathInfo info) throws NarSourceException;

        /** What hosts are told of the path. */
        default PathInfo told(PathInfo info) {
            return info;
        }
    }

    private final Source source;
    private final Memory memory;
    private final Path spillDirectory;
    private final Map<Parcel.Key, Shelf> shelves = new HashMap<>();

    /** One parcel: how many readers are still to come, and its pieces, made once or more often. */
    private static final class Shelf {
        private int expected;
        private final List<SharedParcel> shared = new ArrayList<>();
    }

    /**
     * @param memory how many bytes all parcels together may hold; a little more where many hosts wait at once
     * @param spillDirectory where compressed parcels wait for slow hosts when memory is full; made when it is needed
     */
    public SourcePool(Source source, long memory, Path spillDirectory) {
        this.source = source;
        this.memory = new Memory(memory);
        this.spillDirectory = spillDirectory;
    }

    /** Some host will open these parcels, or {@link #forgo} them. */
    public void expect(List<Parcel> parcels) {
        memory.lock().lock();
        try {
            parcels.forEach(parcel -> shelf(parcel).expected++);
        } finally {
            memory.lock().unlock();
        }
    }

    /** A host will not open these parcels that it was expected to. */
    public void forgo(List<Parcel> parcels) {
        memory.lock().lock();
        try {
            for (Parcel parcel : parcels) {
                shelf(parcel).expected--;
                shelf(parcel).shared.forEach(SharedParcel::tidy);
                tidy(parcel);
            }
        } finally {
            memory.lock().unlock();
        }
    }

    /** Begins to make an expected parcel, unless another host's reader has. */
    public ParcelReader open(Parcel parcel) {
        memory.lock().lock();
        try {
            SharedParcel shared = sharedFrom(parcel, 0);
            var reader = new ParcelReader(this, parcel, memory.lock(), shared);
            Shelf shelf = shelf(parcel);
            shelf.expected = Math.max(0, shelf.expected - 1);
            return reader;
        } finally {
            memory.lock().unlock();
        }
    }

    /** The most memory that was in use at once, in bytes. */
    public long mostMemory() {
        return memory.most();
    }

    /** Needs the lock, as what follows. */
    SharedParcel sharedFrom(Parcel parcel, int piece) {
        Shelf shelf = shelf(parcel);
        return shelf.shared.stream()
                .filter(one -> one.serves(piece))
                .findFirst()
                .orElseGet(() -> begin(parcel, shelf));
    }

    void tidy(Parcel parcel) {
        Shelf shelf = shelf(parcel);
        shelf.shared.removeIf(one -> !one.isWanted());
        if (shelf.expected <= 0 && shelf.shared.isEmpty()) {
            shelves.remove(parcel.key());
        }
    }

    private SharedParcel begin(Parcel parcel, Shelf shelf) {
        var shared = new SharedParcel(memory, parcel.encoding(), () -> shelf.expected > 0, spillDirectory);
        shelf.shared.add(shared);
        Thread.ofVirtual()
                .name("reading " + parcel.paths().getFirst().path().name())
                .start(new ParcelMaker(parcel, source, memory, shared));
        return shared;
    }

    private Shelf shelf(Parcel parcel) {
        return shelves.computeIfAbsent(parcel.key(), _ -> new Shelf());
    }
}
