package dev.convoy.store.nar;

import dev.convoy.store.hash.NixHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/**
 * What a store records of a NAR.
 *
 * @param size in bytes
 */
public record NarDigest(NixHash hash, long size) {
    /** Reads the whole tree. SHA-256, as stores use it for every path. */
    public static NarDigest of(Path root) throws IOException {
        return of(root, NixHash.Algorithm.SHA256);
    }

    /** Reads the whole tree, for a content address that asks for this algorithm. */
    public static NarDigest of(Path root, NixHash.Algorithm algorithm) throws IOException {
        MessageDigest digest = algorithm.newDigest();
        long size = NarWriter.write(root, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return new NarDigest(new NixHash(algorithm, digest.digest()), size);
    }
}
