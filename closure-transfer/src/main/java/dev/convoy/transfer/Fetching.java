package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A host fetches what its own caches have, while other paths are sent to it. First one small path, which tells whether there is
 * a cache that answers; then the rest, some at a time. What is left to the host is not sent at the same time: both would wait
 * for the same lock there.
 */
final class Fetching {
    private static final int BATCH_PATHS = 128;
    private static final long BATCH_BYTES = 64 << 20;

    private final List<PathInfo> paths;
    private final Substitution when;
    private final FetchLimits limits;
    private final Delivery delivery;
    private final Set<StorePath> left = new HashSet<>();
    private boolean begun;
    private boolean lost;

    /** @param paths each behind its references, at least one */
    Fetching(List<PathInfo> paths, Substitution when, FetchLimits limits, Delivery delivery) {
        this.paths = List.copyOf(paths);
        this.when = when;
        this.limits = limits;
        this.delivery = delivery;
        paths.forEach(info -> left.add(info.path()));
    }

    Set<StorePath> paths() {
        return Set.copyOf(paths.stream().map(PathInfo::path).toList());
    }

    List<PathInfo> others(List<PathInfo> missing) {
        Set<StorePath> its = paths();
        return missing.stream().filter(info -> !its.contains(info.path())).toList();
    }

    /** Whether the connection broke meanwhile. */
    boolean isLost() {
        return lost;
    }

    /** To the end where nothing is sent instead; why something did not come. */
    Optional<String> runAlone(Attempt.Host host) throws InterruptedException {
        delivery.leftToHost(paths);
        return fetch(host, new Schedule(List.of()));
    }

    /** To the end, of which {@code waiting} hears in any case; an interrupt is one. */
    void run(Attempt.Host host, Schedule waiting) {
        delivery.leftToHost(paths);
        try {
            Optional<String> problem = fetch(host, waiting);
            String reason = problem.orElse("its caches do not have it, or nobody signed it whom the host trusts");
            if (!begun) {
                delivery.nothingToFetch(reason);
            } else if (!left.isEmpty()) {
                delivery.notFetched(reason);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.notComing(left);
        }
    }

    private Optional<String> fetch(Attempt.Host host, Schedule waiting) throws InterruptedException {
        if (when == Substitution.ALWAYS) {
            begin();
        }
        try (HostFetch there = HostFetch.open(host)) {
            fetch(there, List.of(first()), limits.question(), waiting);
            if (when == Substitution.AUTO && left.contains(first().path())) {
                return there.complaint();
            }
            begin();
            for (List<PathInfo> batch : batches()) {
                List<PathInfo> possible = possible(batch);
                if (!possible.isEmpty()) {
                    fetch(there, possible, limits.of(bytes(possible)), waiting);
                }
            }
            return left.isEmpty() ? Optional.empty() : there.complaint();
        } catch (HostFetch.NoAnswerException e) {
            lost = e.isLost();
            return Optional.of(e.reason());
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            delivery.fetching(paths);
        }
    }

    private void fetch(HostFetch there, List<PathInfo> batch, Duration limit, Schedule waiting)
            throws HostFetch.NoAnswerException, InterruptedException {
        Set<StorePath> valid = there.fetch(batch.stream().map(PathInfo::path).toList(), limit);
        for (PathInfo info : batch) {
            if (valid.contains(info.path())) {
                left.remove(info.path());
                delivery.fetched(info);
                waiting.acknowledged(info);
            }
        }
    }

    /** The smallest one that needs no other. */
    private PathInfo first() {
        Set<StorePath> all = paths();
        return paths.stream()
                .filter(info ->
                        info.references().stream().noneMatch(one -> !one.equals(info.path()) && all.contains(one)))
                .min(Comparator.comparingLong(PathInfo::narSize))
                .orElseThrow();
    }

    private List<List<PathInfo>> batches() {
        List<List<PathInfo>> batches = new ArrayList<>();
        List<PathInfo> batch = new ArrayList<>();
        for (PathInfo info : paths) {
            if (!left.contains(info.path())) {
                continue;
            }
            if (batch.size() == BATCH_PATHS || (!batch.isEmpty() && bytes(batch) + info.narSize() > BATCH_BYTES)) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(info);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /** Without those that refer to what did not come with the batches before: for Nix these would be tried again. */
    private List<PathInfo> possible(List<PathInfo> batch) {
        Set<StorePath> now = new HashSet<>();
        List<PathInfo> possible = new ArrayList<>();
        for (PathInfo info : batch) {
            if (info.references().stream()
                    .allMatch(one -> one.equals(info.path()) || !left.contains(one) || now.contains(one))) {
                possible.add(info);
                now.add(info.path());
            }
        }
        return possible;
    }

    private static long bytes(List<PathInfo> infos) {
        return infos.stream().mapToLong(PathInfo::narSize).sum();
    }
}
