package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which hosts are sent the same paths at the same time. What is packed once for several of them is encrypted, and carried, for
 * each: with enough hosts packing is the smaller part of the work, however fast the links are. Safe for use by many threads.
 */
final class Company {
    /** For eight on a fast network packing at level 1 halves this machine's work; two could save little. */
    private static final int SEVERAL = 3;

    private final Map<StorePath, Integer> hosts = new HashMap<>();
    private Optional<Route> agreed = Optional.empty();

    /** A host is being sent these, until {@link #leave}. */
    synchronized void join(List<PathInfo> paths) {
        paths.forEach(info -> hosts.merge(info.path(), 1, Integer::sum));
    }

    synchronized void leave(List<PathInfo> paths) {
        paths.forEach(info -> hosts.computeIfPresent(info.path(), (_, count) -> count == 1 ? null : count - 1));
        if (hosts.isEmpty()) {
            agreed = Optional.empty();
        }
    }

    /** The first of several says how tightly all pack, so that it is done once; only a slow link has a level of its own. */
    synchronized Route agree(Route own) {
        if (!own.isPackedQuickly()) {
            return own;
        }
        Route common = agreed.orElse(own);
        agreed = Optional.of(common);
        return common;
    }

    /** Whether several hosts, this one among them, are being sent at least half of the bytes. */
    synchronized boolean shares(List<PathInfo> paths) {
        long all = 0;
        long shared = 0;
        for (PathInfo info : paths) {
            all += info.narSize();
            shared += hosts.getOrDefault(info.path(), 0) >= SEVERAL ? info.narSize() : 0;
        }
        return shared > 0 && shared >= all / 2;
    }
}
