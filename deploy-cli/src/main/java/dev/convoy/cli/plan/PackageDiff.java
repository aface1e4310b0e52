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
        SortedMap<String, Package> old = packages(before);
        SortedMap<String, Package> fresh = packages(after);
        SortedSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<PackageChange> changes = new ArrayList<>();
        int rebuilt = 0;
        for (String name : names) {
            Package was = old.getOrDefault(name, Package.NONE);
            Package is = fresh.getOrDefault(name, Package.NONE);
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

    private static SortedMap<String, Package> packages(Collection<StoredPath> paths) {
        SortedMap<String, Package> packages = new TreeMap<>();
        for (StoredPath path : paths) {
            PackageName name = PackageName.of(path.path());
            packages.merge(name.name(), Package.of(path, name.version()), Package::and);
        }
        return packages;
    }

    private record Package(SortedSet<String> versions, SortedSet<String> paths, long bytes) {
        private static final Package NONE = new Package(new TreeSet<>(), new TreeSet<>(), 0);

        static Package of(StoredPath path, String version) {
            return new Package(
                    new TreeSet<>(List.of(version)), new TreeSet<>(List.of(path.path().baseName())), path.narSize());
        }

        Package and(Package other) {
            var allVersions = new TreeSet<>(versions);
            allVersions.addAll(other.versions);
            var allPaths = new TreeSet<>(paths);
            allPaths.addAll(other.paths);
            return new Package(allVersions, allPaths, bytes + other.bytes);
        }
    }
}
