package dev.convoy.store.info;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a store records of one valid path.
 *
 * @param narSize bytes of its NAR, always above 0
 * @param references includes the path itself where it refers to itself
 * @param signatures as text, {@code keyname:base64}
 * @param contentAddress as text, such as {@code fixed:r:sha256:…}
 */
public record PathInfo(
        StorePath path,
        Optional<StorePath> deriver,
        NixHash narHash,
        long narSize,
        SortedSet<StorePath> references,
        SortedSet<String> signatures,
        Optional<String> contentAddress) {
    public PathInfo {
        references = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(references));
        signatures = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(signatures));
        if (narSize <= 0) {
            throw new IllegalArgumentException("the NAR of " + path + " cannot have " + narSize + " bytes");
        }
    }
}
