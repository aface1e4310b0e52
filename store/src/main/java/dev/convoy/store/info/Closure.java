package dev.convoy.store.info;

import dev.convoy.store.path.StorePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Store paths with everything that they refer to, in topological order: each path stands behind all of its references.
 * The order is the same on every run.
 */
public record Closure(List<PathInfo> paths) {
    public Closure {
        paths = List.copyOf(paths);
        Set<StorePath> seen = new HashSet<>();
        for (PathInfo info : paths) {
            if (!seen.add(info.path())) {
                throw new IllegalArgumentException(info.path() + " is in the closure twice");
            }
            for (StorePath reference : info.references()) {
                if (!seen.contains(reference)) {
                    throw new IllegalArgumentException(info.path() + " comes before its reference " + reference);
                }
            }
        }
    }

    /** Sorts by references, then by path. */
    public static Closure of(Collection<PathInfo> infos) {
        Map<StorePath, PathInfo> byPath = new TreeMap<>();
        infos.forEach(info -> byPath.put(info.path(), info));
        List<PathInfo> sorted = new ArrayList<>(byPath.size());
        Map<StorePath, Boolean> done = new HashMap<>();
        for (StorePath start : byPath.keySet()) {
            visit(start, byPath, done, sorted);
        }
        return new Closure(sorted);
    }

    public long narSize() {
        return paths.stream().mapToLong(PathInfo::narSize).sum();
    }

    /** Depth first without recursion: closures can be thousands of references deep. */
    private static void visit(
            StorePath start, Map<StorePath, PathInfo> byPath, Map<StorePath, Boolean> done, List<PathInfo> sorted) {
        Deque<StorePath> stack = new ArrayDeque<>(List.of(start));
        while (!stack.isEmpty()) {
            StorePath path = stack.peek();
            PathInfo info = byPath.get(path);
            if (info == null) {
                throw new IllegalArgumentException("the closure lacks " + path);
            }
            if (done.putIfAbsent(path, false) == null) {
                for (StorePath reference : info.references()) {
                    Boolean finished = done.get(reference);
                    if (finished == null) {
                        stack.push(reference);
                    } else if (!finished && !reference.equals(path)) {
                        throw new IllegalArgumentException(path + " and " + reference + " refer to each other");
                    }
                }
            } else {
                stack.pop();
                if (!Boolean.TRUE.equals(done.put(path, true))) {
                    sorted.add(info);
                }
            }
        }
    }
}
