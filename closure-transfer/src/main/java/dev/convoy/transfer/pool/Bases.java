package dev.convoy.transfer.pool;

import dev.convoy.store.info.PathInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * Old paths that hosts have, and where they are read here: what new ones are compared with.
 *
 * @param directory for a temporary file as large as {@code paths}
 */
public record Bases(List<PathInfo> paths, SourcePool.Source source, Path directory) {
    public Bases {
        paths = List.copyOf(paths);
    }
}
