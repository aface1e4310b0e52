package dev.convoy.store.info;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;

/** Path infos for tests. */
final class Infos {
    private Infos() {}

    static StorePath path(int number) {
        String digits = Integer.toString(number);
        return new StorePath("0".repeat(32 - digits.length()) + digits, "n" + number);
    }

    static PathInfo info(int number, int... references) {
        var paths = new TreeSet<StorePath>();
        Arrays.stream(references).forEach(reference -> paths.add(path(reference)));
        return new PathInfo(
                path(number),
                Optional.empty(),
                NixHash.sha256(new byte[32]),
                1,
                paths,
                new TreeSet<>(),
                Optional.empty());
    }
}
