package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Whether, and what, a host is left to fetch: once in a transfer, since what it could not fetch it could not again. */
final class FetchChoice {
    /** For less, the link is not worth measuring: it is sent while the host would still ask its caches. */
    private static final long WORTH_MEASURING = 4 << 20;
    /** Shorter copies end before a host that has no network knows that; most hosts that are near are like this. */
    private static final long WORTH_ASKING_SECONDS = 5;

    private final Substitution when;
    private final Routing routing;
    private boolean tried;

    FetchChoice(Substitution when, Routing routing) {
        this.when = when;
        this.routing = routing;
    }

    /** @param missing what is still missing of what the host may find */
    Optional<Fetching> of(Attempt.Host host, List<PathInfo> missing, Delivery delivery)
            throws SessionEndedException, InterruptedException {
        if (tried || missing.isEmpty() || when == Substitution.NEVER) {
            return Optional.empty();
        }
        OptionalLong rate = OptionalLong.empty();
        if (when == Substitution.AUTO) {
            long bytes = missing.stream().mapToLong(PathInfo::narSize).sum();
            rate = bytes < WORTH_MEASURING ? rate : routing.sendingRate(host);
            if (rate.isEmpty() || bytes / Math.max(1, rate.getAsLong()) < WORTH_ASKING_SECONDS) {
                return Optional.empty();
            }
        }
        tried = true;
        return Optional.of(new Fetching(missing, when, FetchLimits.of(when, rate), delivery));
    }

    /** What of {@code missing} is in {@code fetchable}, with nothing that refers to what is not. */
    static List<PathInfo> still(List<PathInfo> missing, List<PathInfo> fetchable) {
        Set<StorePath> paths = new HashSet<>();
        fetchable.forEach(info -> paths.add(info.path()));
        return missing.stream().filter(info -> paths.contains(info.path())).toList();
    }
}
