package dev.convoy.evaluator;

import dev.convoy.store.path.StorePath;
import java.util.List;

/**
 * What must be done before the systems are there.
 *
 * @param toBuild derivations
 * @param toFetch paths that a substituter has
 * @param downloadBytes compressed, as Nix rounds them
 * @param unpackedBytes in the store, as Nix rounds them
 */
public record MissingBuilds(List<StorePath> toBuild, List<StorePath> toFetch, long downloadBytes, long unpackedBytes) {
    public MissingBuilds {
        toBuild = List.copyOf(toBuild);
        toFetch = List.copyOf(toFetch);
    }

    public boolean isNothing() {
        return toBuild.isEmpty() && toFetch.isEmpty();
    }
}
