package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import java.util.List;

/**
 * What a host lacks of a closure.
 *
 * @param missing in the closure's order
 */
public record TransferPlan(Closure closure, List<PathInfo> missing) {
    public TransferPlan {
        missing = List.copyOf(missing);
    }

    /** Bytes to send. */
    public long narBytes() {
        return missing.stream().mapToLong(PathInfo::narSize).sum();
    }

    public int alreadyThere() {
        return closure.paths().size() - missing.size();
    }
}
