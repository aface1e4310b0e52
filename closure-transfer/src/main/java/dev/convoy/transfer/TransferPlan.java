package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import java.util.List;

/**
 * What a host lacks of a closure.
 *
 * @param missing in the closure's order
 * @param fetchable of those: what the host may find in its own caches
 */
public record TransferPlan(Closure closure, List<PathInfo> missing, List<PathInfo> fetchable) {
    public TransferPlan {
        missing = List.copyOf(missing);
        fetchable = List.copyOf(fetchable);
    }

    /** Bytes to send, or to be fetched. */
    public long narBytes() {
        return bytes(missing);
    }

    public long fetchableBytes() {
        return bytes(fetchable);
    }

    private static long bytes(List<PathInfo> infos) {
        return infos.stream().mapToLong(PathInfo::narSize).sum();
    }

    public int alreadyThere() {
        return closure.paths().size() - missing.size();
    }
}
