package dev.convoy.store.protocol;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.util.SortedSet;

/**
 * What a store would have to do to get some paths.
 *
 * @param unknown neither there, nor to be had
 * @param downloadSize bytes, compressed
 * @param narSize bytes, unpacked
 */
public record MissingPaths(
        SortedSet<StorePath> willBuild,
        SortedSet<StorePath> willSubstitute,
        SortedSet<StorePath> unknown,
        long downloadSize,
        long narSize) {
    static MissingPaths read(WireReader in) throws IOException {
        return new MissingPaths(in.paths(), in.paths(), in.paths(), in.size(), in.size());
    }
}
