package dev.convoy.store.protocol;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Paths that real Nix made: the tree of the reference's test vectors, and what refers to it. */
final class Samples {
    static final String TREE = "/nix/store/ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree";
    static final String HELLO = "/nix/store/i9pmrzmpshapij2kin22pff6fc2adavx-hello.txt";
    static final String DRV = "/nix/store/p2qkh6lklg7zljx468xsl3gwif574nq4-dep.drv";
    static final String TREE_HASH = "9bf04171ffd453f233bed2f4a492d213ed5e588e2e29058d62e7cc8581c7f58c";
    static final String TREE_HASH_NIX32 = "137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v";
    static final String SIGNATURE =
            "test-1:n7qk8ZnE7mcZgKlL2DhdElsM3sh9Lhneg2kwn+EUtX6wY3TC6yvnqz0tT2K+mx7udzQTmK3wvmta2O3Ee45DDQ==";

    /** The NAR of {@code hello.txt}, 120 bytes. */
    static final byte[] HELLO_NAR = Wire.wire()
            .str("nix-archive-1", "(", "type", "regular", "contents", "hello\n", ")")
            .bytes();

    private Samples() {}

    static StorePath path(String text) {
        return StorePath.parse(text);
    }

    static PathInfo hello(String... references) {
        return new PathInfo(
                path(HELLO),
                Optional.empty(),
                sha256(HELLO_NAR),
                HELLO_NAR.length,
                new TreeSet<>(List.of(references).stream().map(StorePath::parse).toList()),
                new TreeSet<>(),
                Optional.empty());
    }

    static NixHash sha256(byte[] bytes) {
        try {
            return NixHash.sha256(
                    java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
