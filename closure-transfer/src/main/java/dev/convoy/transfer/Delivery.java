package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What of a plan has arrived, told once for each path, however often it had to be sent. */
final class Delivery {
    private final TransferPlan plan;
    private final TransferProgress progress;
    private final Consumer<TransferEvent> events;
    private final long bytesBefore;
    private final Set<StorePath> arrived = new HashSet<>();
    /** What the host fetches now: where it is there and nobody said so, it was fetched. */
    private final Set<StorePath> leftToHost = new HashSet<>();

    private Optional<String> whyNotFetched = Optional.empty();

    private int fetchedPaths;
    private long fetchedBytes;

    Delivery(TransferPlan plan, TransferProgress progress, Consumer<TransferEvent> events) {
        this.plan = plan;
        this.progress = progress;
        this.events = events;
        this.bytesBefore = progress.narBytesSent().sum();
    }

    synchronized void arrived(PathInfo info) {
        if (arrived.add(info.path())) {
            progress.pathsAcknowledged().increment();
            events.accept(new TransferEvent.PathSent(info.path()));
        }
    }

    synchronized void leftToHost(Collection<PathInfo> paths) {
        paths.forEach(info -> leftToHost.add(info.path()));
    }

    synchronized void fetching(List<PathInfo> paths) {
        events.accept(new TransferEvent.Fetching(paths.size(), bytes(paths)));
    }

    synchronized void fetched(PathInfo info) {
        if (arrived.add(info.path())) {
            fetchedPaths++;
            fetchedBytes += info.narSize();
            progress.narBytesFetched().add(info.narSize());
            progress.pathsAcknowledged().increment();
            events.accept(new TransferEvent.PathFetched(info.path()));
        }
    }

    /** Told once it is known what of it the host has all the same. */
    synchronized void notFetched(String reason) {
        whyNotFetched = Optional.of(reason);
    }

    synchronized void nothingToFetch(String reason) {
        events.accept(new TransferEvent.NothingToFetch(reason));
    }

    /**
     * Takes the host's word for what is still missing: paths whose acknowledgement was lost have arrived, and bytes of a path
     * that was cut do not count.
     *
     * @return whether anything has arrived that was not acknowledged
     */
    synchronized boolean settle(Set<StorePath> valid) {
        int before = arrived.size();
        long bytes = 0;
        for (PathInfo info : plan.missing()) {
            if (valid.contains(info.path())) {
                bytes += info.narSize();
                if (leftToHost.contains(info.path())) {
                    fetched(info);
                } else {
                    arrived(info);
                }
            }
        }
        List<PathInfo> failed = plan.missing().stream()
                .filter(info -> leftToHost.contains(info.path()) && !valid.contains(info.path()))
                .toList();
        leftToHost.clear();
        if (!failed.isEmpty()) {
            whyNotFetched.ifPresent(
                    why -> events.accept(new TransferEvent.NotFetched(failed.size(), bytes(failed), why)));
        }
        whyNotFetched = Optional.empty();
        progress.narBytesSent()
                .add(bytesBefore
                        + bytes
                        - fetchedBytes
                        - progress.narBytesSent().sum());
        return arrived.size() > before;
    }

    List<PathInfo> missing(Set<StorePath> valid) {
        return plan.missing().stream()
                .filter(info -> !valid.contains(info.path()))
                .toList();
    }

    synchronized TransferResult result() {
        return new TransferResult(
                plan.missing().size() - fetchedPaths,
                plan.narBytes() - fetchedBytes,
                plan.alreadyThere(),
                fetchedPaths,
                fetchedBytes);
    }

    private static long bytes(List<PathInfo> infos) {
        return infos.stream().mapToLong(PathInfo::narSize).sum();
    }
}
