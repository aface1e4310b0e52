package dev.convoy.store.path;

import dev.convoy.store.hash.Nix32;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.hash.NixHash.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedSet;

/**
 * Computes which path a store object has. Source: Nix manual, "Complete Store Path Calculation".
 *
 * <p>The hashes of the store itself are always SHA-256, whatever hash is in a content address.
 */
public final class StorePaths {
    private static final int FOLDED = 20;

    private StorePaths() {}

    /** A text file, such as a derivation. */
    public static StorePath text(String name, NixHash sha256, SortedSet<StorePath> references) {
        return of("text" + joined(references), sha256, name);
    }

    /**
     * A tree by the SHA-256 of its NAR.
     *
     * @param references those to other paths
     * @param refersToItself then the hash is of the NAR with zeroes in place of the path's own hash
     */
    public static StorePath source(
            String name, NixHash narHash, SortedSet<StorePath> references, boolean refersToItself) {
        return of("source" + joined(references) + (refersToItself ? ":self" : ""), narHash, name);
    }

    /** Anything that has a known hash and refers to nothing. */
    public static StorePath fixed(String name, Ingestion ingestion, NixHash hash) {
        if (ingestion == Ingestion.NAR && hash.algorithm() == Algorithm.SHA256) {
            return source(name, hash, Collections.emptySortedSet(), false);
        }
        return of("output:out", sha256(fixedOutput(ingestion, hash) + ":"), name);
    }

    /**
     * An output of a derivation that is addressed by its inputs.
     *
     * @param hashModulo the derivation's own
     */
    public static StorePath output(String derivationName, String output, NixHash hashModulo) {
        return of("output:" + output, hashModulo, outputName(derivationName, output));
    }

    /** {@code name} for the output {@code out}, {@code name-dev} for {@code dev}. */
    public static String outputName(String derivationName, String output) {
        return output.equals("out") ? derivationName : derivationName + "-" + output;
    }

    /** The text whose hash stands for a fixed output, wherever Nix hashes one. */
    public static String fixedOutput(Ingestion ingestion, NixHash hash) {
        return "fixed:out:" + ingestion.prefix() + hash.algorithm().text() + ":" + hash.base16();
    }

    private static StorePath of(String type, NixHash inner, String name) {
        String fingerprint = type + ":sha256:" + inner.base16() + ":" + StorePath.STORE_DIR + ":" + name;
        return new StorePath(Nix32.encode(fold(sha256(fingerprint).digest())), name);
    }

    private static NixHash sha256(String text) {
        return Algorithm.SHA256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] fold(byte[] digest) {
        byte[] folded = new byte[FOLDED];
        for (int i = 0; i < digest.length; i++) {
            folded[i % FOLDED] ^= digest[i];
        }
        return folded;
    }

    private static String joined(SortedSet<StorePath> references) {
        StringBuilder text = new StringBuilder();
        references.forEach(reference -> text.append(':').append(reference));
        return text.toString();
    }
}
