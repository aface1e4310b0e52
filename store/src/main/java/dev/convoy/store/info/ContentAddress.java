package dev.convoy.store.info;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.Ingestion;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.path.StorePaths;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The claim that a path is named after its contents. A store believes it without a signature, because it can check it.
 * Source: libstore/content-address.cc.
 */
public record ContentAddress(Ingestion ingestion, NixHash hash) {
    private static final String FIXED = "fixed:";

    public ContentAddress {
        if (ingestion == Ingestion.TEXT && hash.algorithm() != NixHash.Algorithm.SHA256) {
            throw new NixFormatException(hash.toString(), 0, "sha256, the only hash that texts have");
        }
    }

    /** Reads the {@code ca} field of path infos, such as {@code fixed:r:sha256:…} or {@code text:sha256:…}. */
    public static ContentAddress parse(String text) {
        if (text.startsWith(Ingestion.TEXT.prefix())) {
            return new ContentAddress(
                    Ingestion.TEXT, hash(text, Ingestion.TEXT.prefix().length()));
        }
        if (!text.startsWith(FIXED)) {
            throw new NixFormatException(text, 0, "fixed: or text:");
        }
        for (Ingestion ingestion : new Ingestion[] {Ingestion.NAR, Ingestion.GIT}) {
            if (text.startsWith(ingestion.prefix(), FIXED.length())) {
                return new ContentAddress(
                        ingestion,
                        hash(text, FIXED.length() + ingestion.prefix().length()));
            }
        }
        return new ContentAddress(Ingestion.FLAT, hash(text, FIXED.length()));
    }

    /**
     * Whether this is the address of an object with this path and these references. Where it is not, the claim is false, or
     * the references are.
     *
     * @param references with the path itself where it refers to itself
     */
    public boolean isOf(StorePath path, SortedSet<StorePath> references) {
        SortedSet<StorePath> others = new TreeSet<>(references);
        boolean refersToItself = others.remove(path);
        if (ingestion == Ingestion.TEXT) {
            return !refersToItself && path.equals(StorePaths.text(path.name(), hash, others));
        }
        if (ingestion == Ingestion.NAR && hash.algorithm() == NixHash.Algorithm.SHA256) {
            return path.equals(StorePaths.source(path.name(), hash, others, refersToItself));
        }
        return references.isEmpty() && path.equals(StorePaths.fixed(path.name(), ingestion, hash));
    }

    @Override
    public String toString() {
        return (ingestion == Ingestion.TEXT ? "" : FIXED) + ingestion.prefix() + hash;
    }

    private static NixHash hash(String text, int from) {
        NixHash hash = NixHash.parse(text.substring(from));
        if (!text.endsWith(hash.toString())) {
            throw new NixFormatException(text, from, "a hash in nix32");
        }
        return hash;
    }
}
