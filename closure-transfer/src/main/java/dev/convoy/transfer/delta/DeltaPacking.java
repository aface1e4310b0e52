package dev.convoy.transfer.delta;

import dev.convoy.store.info.PathInfo;
import dev.convoy.transfer.pool.Bases;
import dev.convoy.transfer.pool.Encoding;
import dev.convoy.transfer.pool.Parcel;
import dev.convoy.transfer.pool.SourcePool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Packs paths into parcels that hold what is different from older ones. Hosts that lack the same, and had the same, get the
 * same parcels.
 *
 * @param source of both, old and new
 * @param directory for temporary files
 */
public record DeltaPacking(Predecessors predecessors, SourcePool.Source source, Path directory) {
    /** So that a parcel of small paths is compared at once with all that they come from. */
    private static final long FULL = 8L << 20;

    /** How the lane is spoken to. */
    public Encoding encoding() {
        return encoding(List.of(), List.of());
    }

    /** Without changing their order. A large path is alone. */
    public List<Parcel> pack(List<PathInfo> missing) {
        List<Parcel> parcels = new ArrayList<>();
        List<PathInfo> paths = new ArrayList<>();
        SequencedSet<PathInfo> bases = new LinkedHashSet<>();
        for (PathInfo path : missing) {
            Optional<PathInfo> base = predecessors.of(path);
            long more = Math.max(path.narSize(), base.map(PathInfo::narSize).orElse(0L));
            if (!paths.isEmpty() && Math.max(bytes(paths), bytes(bases)) + more > FULL) {
                parcels.add(new Parcel(paths, encoding(paths, bases)));
                paths.clear();
                bases.clear();
            }
            paths.add(path);
            base.ifPresent(bases::add);
        }
        if (!paths.isEmpty()) {
            parcels.add(new Parcel(paths, encoding(paths, bases)));
        }
        return parcels;
    }

    /** Bytes of those that have a predecessor. */
    public long comparable(List<PathInfo> missing) {
        return missing.stream()
                .filter(path -> predecessors.of(path).isPresent())
                .mapToLong(PathInfo::narSize)
                .sum();
    }

    private Encoding encoding(List<PathInfo> paths, Iterable<PathInfo> bases) {
        List<PathInfo> old = new ArrayList<>();
        bases.forEach(old::add);
        return new Encoding.Patched(new Bases(old, source, directory), bytes(paths));
    }

    private static long bytes(Iterable<PathInfo> paths) {
        long sum = 0;
        for (PathInfo path : paths) {
            sum += path.narSize();
        }
        return sum;
    }
}
