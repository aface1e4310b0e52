package dev.convoy.transfer.pool;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;

/**
 * What is sent in one piece: the messages that add one path, or several small ones in a row. The bytes are the same for every
 * host, so that hosts share them.
 */
public record Parcel(List<PathInfo> paths, Encoding encoding) {
    /** From this size on a path is a parcel of its own. */
    private static final long ALONE = 1 << 20;
    /** Small paths gain from company: what they have in common is compressed once, and they are handed on in larger pieces. */
    private static final long FULL = 4 << 20;
    /** After one path in so many a parcel ends, so that hosts with nearly the same paths have most parcels in common. */
    private static final int ENDS_ONE_IN = 64;

    public Parcel {
        paths = List.copyOf(paths);
    }

    /** What makes two parcels the same: the paths, as their hashes say everything else of them. */
    record Key(List<StorePath> paths, Encoding encoding) {}

    Key key() {
        return new Key(paths.stream().map(PathInfo::path).toList(), encoding);
    }

    public long narSize() {
        return paths.stream().mapToLong(PathInfo::narSize).sum();
    }

    /** Packs paths without changing their order. */
    public static List<Parcel> packed(List<PathInfo> infos, Encoding encoding) {
        List<Parcel> parcels = new ArrayList<>();
        List<PathInfo> open = new ArrayList<>();
        long bytes = 0;
        for (PathInfo info : infos) {
            boolean alone = info.narSize() >= ALONE;
            if (!open.isEmpty() && (alone || bytes + info.narSize() > FULL)) {
                parcels.add(new Parcel(open, encoding));
                open.clear();
                bytes = 0;
            }
            open.add(info);
            bytes += info.narSize();
            if (alone || Math.floorMod(info.path().hashCode(), ENDS_ONE_IN) == 0) {
                parcels.add(new Parcel(open, encoding));
                open.clear();
                bytes = 0;
            }
        }
        if (!open.isEmpty()) {
            parcels.add(new Parcel(open, encoding));
        }
        return parcels;
    }
}
