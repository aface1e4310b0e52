package dev.convoy.transfer.delta;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds for a path the one that it is likely to be a newer build of: of the same package and output. */
public final class Predecessors {
    private final Map<String, List<PathInfo>> byName = new HashMap<>();
    private final Map<String, List<PathInfo>> byPackage = new HashMap<>();

    /** @param old paths that are in this computer's store and in the host's */
    public Predecessors(Collection<PathInfo> old) {
        for (PathInfo info : old) {
            byName.computeIfAbsent(info.path().name(), _ -> new ArrayList<>()).add(info);
            byPackage
                    .computeIfAbsent(packageOf(info.path()), _ -> new ArrayList<>())
                    .add(info);
        }
    }

    /** The same name wins over the same package in another version; among equals the one of the nearest size. */
    public Optional<PathInfo> of(PathInfo path) {
        return nearest(byName.getOrDefault(path.path().name(), List.of()), path)
                .or(() -> nearest(byPackage.getOrDefault(packageOf(path.path()), List.of()), path));
    }

    private static Optional<PathInfo> nearest(List<PathInfo> candidates, PathInfo path) {
        return candidates.stream()
                .filter(old -> !old.path().equals(path.path()))
                .min(Comparator.<PathInfo>comparingLong(old -> Math.abs(old.narSize() - path.narSize()))
                        .thenComparing(PathInfo::path));
    }

    /** The words of a name that do not begin with a digit: {@code glibc-2.35-224-bin} is {@code glibc-bin}. */
    static String packageOf(StorePath path) {
        return Stream.of(path.name().split("-"))
                .filter(word -> word.isEmpty() || !Character.isDigit(word.charAt(0)))
                .collect(Collectors.joining("-"));
    }
}
