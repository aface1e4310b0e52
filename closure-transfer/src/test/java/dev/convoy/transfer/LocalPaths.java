package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.nar.NarDigest;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A local store in a directory, and the infos that its database would have. */
final class LocalPaths {
    private final Path store;
    private final List<PathInfo> infos = new ArrayList<>();

    LocalPaths(Path store) {
        this.store = store;
    }

    Path directory() {
        return store;
    }

    /** A chain: each path refers to the one before and to itself. */
    Closure chain(int length) throws IOException {
        for (int i = 0; i < length; i++) {
            SortedSet<StorePath> references = new TreeSet<>();
            if (i > 0) {
                references.add(infos.get(i - 1).path());
            }
            add("link-" + i, "content of " + i + "\n".repeat(i * 100), references);
        }
        return Closure.of(infos);
    }

    PathInfo add(String name, String content, SortedSet<StorePath> references) throws IOException {
        // Nix32 digits: the order of the paths is not that of the references.
        String hash = "%032d".formatted((infos.size() * 7919L + 13) % 1000);
        StorePath path = new StorePath(hash, name);
        Path tree = Files.createDirectory(store.resolve(path.baseName()));
        Files.writeString(tree.resolve("file"), content);
        NarDigest digest = NarDigest.of(tree);
        references.add(path);
        PathInfo info = new PathInfo(
                path, Optional.empty(), digest.hash(), digest.size(), references, new TreeSet<>(), Optional.empty());
        infos.add(info);
        return info;
    }

    Path fileOf(PathInfo info) {
        return store.resolve(info.path().baseName()).resolve("file");
    }
}
