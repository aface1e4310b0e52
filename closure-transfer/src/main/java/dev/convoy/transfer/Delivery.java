package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What of a plan has arrived, told once for each path, however often it had to be sent. */
final class Delivery {
    private final TransferPlan plan;
    private final TransferProgress progress;
    private final Consumer<TransferEvent> events;
    private final long bytesBefore;
    private final Set<StorePath> arrived = new HashSet<>();

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
                arrived(info);
            }
        }
        progress.narBytesSent()
                .add(bytesBefore + bytes - progress.narBytesSent().sum());
        return arrived.size() > before;
    }

    List<PathInfo> missing(Set<StorePath> valid) {
        return plan.missing().stream()
                .filter(info -> !valid.contains(info.path()))
                .toList();
    }

    TransferResult result() {
        return new TransferResult(plan.missing().size(), plan.narBytes(), plan.alreadyThere());
    }
}
