package dev.convoy.activation.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which hosts must have had their turn before which. No host waits for itself: {@code *} may depend on one of them. */
public final class Dependencies<H extends Comparable<? super H>> {
    private final NavigableMap<H, NavigableSet<H>> direct;

    private Dependencies(NavigableMap<H, NavigableSet<H>> direct) {
        this.direct = direct;
    }

    public static <H extends Comparable<? super H>> Dependencies<H> none() {
        return new Dependencies<H>(new TreeMap<>());
    }

    /** These, and each of {@code hosts} after each of {@code before}. */
    public Dependencies<H> and(SortedSet<H> hosts, SortedSet<H> before) {
        NavigableMap<H, NavigableSet<H>> more = new TreeMap<>();
        direct.forEach((host, its) -> more.put(host, new TreeSet<>(its)));
        for (H host : hosts) {
            NavigableSet<H> its = more.computeIfAbsent(host, _ -> new TreeSet<>());
            its.addAll(before);
            its.remove(host);
        }
        return new Dependencies<>(more);
    }

    /** A way that leads back to its beginning, which is also its last element; the same one each time. */
    public Optional<List<H>> cycle() {
        var finished = new TreeSet<H>();
        for (H host : direct.keySet()) {
            Optional<List<H>> found = cycleFrom(host, new ArrayList<>(), finished);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<List<H>> cycleFrom(H host, List<H> way, NavigableSet<H> finished) {
        int seen = way.indexOf(host);
        if (seen >= 0) {
            List<H> cycle = new ArrayList<>(way.subList(seen, way.size()));
            cycle.add(host);
            return Optional.of(cycle);
        }
        if (finished.contains(host)) {
            return Optional.empty();
        }
        way.add(host);
        for (H before : of(host)) {
            Optional<List<H>> found = cycleFrom(before, way, finished);
            if (found.isPresent()) {
                return found;
            }
        }
        way.removeLast();
        finished.add(host);
        return Optional.empty();
    }

    /**
     * All hosts that come before {@code host}, directly or through others. A host that has nothing to do in a run still
     * stands between its neighbours.
     */
    public SortedSet<H> allBefore(H host) {
        var all = new TreeSet<H>();
        var open = new TreeSet<>(of(host));
        while (!open.isEmpty()) {
            H next = open.removeFirst();
            if (all.add(next)) {
                open.addAll(of(next));
            }
        }
        return all;
    }

    private SortedSet<H> of(H host) {
        NavigableSet<H> its = direct.get(host);
        return its == null ? Collections.emptySortedSet() : its;
    }

    @Override
    public String toString() {
        return Map.copyOf(direct).toString();
    }
}
