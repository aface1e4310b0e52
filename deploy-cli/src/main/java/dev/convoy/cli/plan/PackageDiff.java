package dev.convoy.cli.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What packages two closures differ in. A package that is only rebuilt, with about the same size, is not listed. */
public record PackageDiff(List<PackageChange> changes, int rebuilt, long growth) {
    /** Below this a rebuild is noise: paths that are embedded, timestamps, compression. */
    private static final long NOISE = 8 << 10;

    public PackageDiff {
        changes = List.copyOf(changes);
    }

    public static PackageDiff between(Collection<StoredPath> before, Collection<StoredPath> after) {
        SortedMap<String, Contents> old = packages(before);
        SortedMap<String, Contents> fresh = packages(after);
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<PackageChange> changes = new ArrayList<>();
        int rebuilt = 0;
        for (String name : names) {
            Contents was = old.getOrDefault(name, Contents.NONE);
            Contents is = fresh.getOrDefault(name, Contents.NONE);
            if (was.paths.equals(is.paths)) {
                continue;
            }
            if (was.versions.equals(is.versions) && Math.abs(is.bytes - was.bytes) < NOISE) {
                rebuilt++;
            } else {
                changes.add(new PackageChange(
                        name, List.copyOf(was.versions), List.copyOf(is.versions), was.bytes, is.bytes));
            }
        }
        return new PackageDiff(changes, rebuilt, bytes(after) - bytes(before));
    }

    private static long bytes(Collection<StoredPath> paths) {
        return paths.stream().mapToLong(StoredPath::narSize).sum();
    }

    private static SortedMap<String, Contents> packages(Collection<StoredPath> paths) {
        SortedMap<String, Contents> packages = new TreeMap<>();
        for (StoredPath path : paths) {
            PackageName name = PackageName.of(path.path());
            packages.merge(name.name(), Contents.of(path, name.version()), Contents::and);
        }
        return packages;
    }

    private record Contents(SortedSet<String> versions, SortedSet<String> paths, long bytes) {
        private static final Contents NONE = new Contents(new TreeSet<>(), new TreeSet<>(), 0);

        static Contents of(StoredPath path, String version) {
            return new Contents(
                    new TreeSet<>(List.of(version)),
                    new TreeSet<>(List.of(path.path().baseName())),
                    path.narSize());
        }

        Contents and(Contents other) {
            var allVersions = new TreeSet<>(versions);
            allVersions.addAll(other.versions);
            var allPaths = new TreeSet<>(paths);
            allPaths.addAll(other.paths);
            return new Contents(allVersions, allPaths, bytes + other.bytes);
        }
    }
}
