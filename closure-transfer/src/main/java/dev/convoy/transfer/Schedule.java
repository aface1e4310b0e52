package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.pool.Parcel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which lane sends what, and when. A path may leave when the host has all of its references, or they left before it through
 * the same lane. Only the first lane takes small paths: two would wait for each other in the host's database.
 */
final class Schedule {
    /** From this size on a path is worth a lane of its own. */
    static final long LARGE = 8 << 20;

    private final Deque<Parcel> waiting;
    private final Set<StorePath> missing = new HashSet<>();
    private final Set<StorePath> acknowledged = new HashSet<>();
    private final List<Parcel> inVain = new ArrayList<>();
    private final Map<StorePath, Object> sentBy = new HashMap<>();
    private boolean stopped;

    /** @param parcels in an order in which each path stands behind its references */
    Schedule(List<Parcel> parcels) {
        this(parcels, Set.of());
    }

    /** @param fetched what is not sent, but will be acknowledged, or else {@link #notComing} */
    Schedule(List<Parcel> parcels, Set<StorePath> fetched) {
        missing.addAll(fetched);
        waiting = new ArrayDeque<>(parcels);
        parcels.forEach(parcel -> parcel.paths().forEach(info -> missing.add(info.path())));
    }

    static boolean isLarge(Parcel parcel) {
        return parcel.narSize() >= LARGE;
    }

    /** What the first lane can send now. */
    synchronized Optional<Parcel> poll(Object lane) {
        return take(lane, true);
    }

    /** The next one for the first lane; waits for acknowledgements. None when there is nothing left to send. */
    synchronized Optional<Parcel> next(Object lane) throws InterruptedException {
        while (!stopped && !waiting.isEmpty()) {
            Optional<Parcel> parcel = take(lane, true);
            if (parcel.isPresent()) {
                return parcel;
            }
            wait();
        }
        return Optional.empty();
    }

    /** The next large one for one of the other lanes. */
    synchronized Optional<Parcel> nextLarge(Object lane) throws InterruptedException {
        while (!stopped && waiting.stream().anyMatch(Schedule::isLarge)) {
            Optional<Parcel> parcel = take(lane, false);
            if (parcel.isPresent()) {
                return parcel;
            }
            wait();
        }
        return Optional.empty();
    }

    synchronized void acknowledged(PathInfo info) {
        acknowledged.add(info.path());
        notifyAll();
    }

    /** What needs any of these is left for another attempt. */
    synchronized void notComing(Collection<StorePath> paths) {
        Set<StorePath> lost = new HashSet<>(paths);
        for (Iterator<Parcel> all = waiting.iterator(); all.hasNext(); ) {
            Parcel parcel = all.next();
            if (parcel.paths().stream()
                    .anyMatch(info -> info.references().stream().anyMatch(lost::contains))) {
                all.remove();
                inVain.add(parcel);
                parcel.paths().forEach(info -> lost.add(info.path()));
            }
        }
        notifyAll();
    }

    /** A lane ended too early: nothing more is begun. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** What no lane has taken. */
    synchronized List<Parcel> left() {
        List<Parcel> left = new ArrayList<>(waiting);
        left.addAll(inVain);
        return left;
    }

    /** Small ones first, where there is a choice: others may wait for them, and the large ones have lanes of their own. */
    private Optional<Parcel> take(Object lane, boolean small) {
        if (stopped) {
            return Optional.empty();
        }
        for (Iterator<Parcel> all = waiting.iterator(); all.hasNext(); ) {
            Parcel parcel = all.next();
            if (isLarge(parcel) != small && isReady(parcel, lane)) {
                all.remove();
                parcel.paths().forEach(info -> sentBy.put(info.path(), lane));
                return Optional.of(parcel);
            }
        }
        return small ? take(lane, false) : Optional.empty();
    }

    private boolean isReady(Parcel parcel, Object lane) {
        Set<StorePath> together = new HashSet<>();
        for (PathInfo info : parcel.paths()) {
            together.add(info.path());
            for (StorePath reference : info.references()) {
                boolean there = !missing.contains(reference)
                        || acknowledged.contains(reference)
                        || lane.equals(sentBy.get(reference))
                        || together.contains(reference);
                if (!there) {
                    return false;
                }
            }
        }
        return true;
    }
}
