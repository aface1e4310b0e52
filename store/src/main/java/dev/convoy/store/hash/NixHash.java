package dev.convoy.store.hash;

import dev.convoy.store.NixFormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** A hash as Nix writes it: an algorithm and its digest, in any of four text forms. */
public final class NixHash {
    /** The algorithms of Nix. */
    public enum Algorithm {
        MD5(16),
        SHA1(20),
        SHA256(32),
        SHA512(64);

        private final int size;

        Algorithm(int size) {
            this.size = size;
        }

        public int size() {
            return size;
        }

        /** As Nix names it, such as sha256. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public MessageDigest newDigest() {
            String jdkName = name().replace("SHA", "SHA-");
            try {
                return MessageDigest.getInstance(jdkName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has " + jdkName, e);
            }
        }

        public NixHash hash(byte[] bytes) {
            return new NixHash(this, newDigest().digest(bytes));
        }
    }

    private final Algorithm algorithm;
    private final byte[] digest;

    public NixHash(Algorithm algorithm, byte[] digest) {
        if (digest.length != algorithm.size()) {
            throw new IllegalArgumentException(algorithm + " has " + algorithm.size() + " bytes, not " + digest.length);
        }
        this.algorithm = algorithm;
        this.digest = digest.clone();
    }

    public static NixHash sha256(byte[] digest) {
        return new NixHash(Algorithm.SHA256, digest);
    }

    /** Reads {@code sha256:<base16, nix32 or base64>} or SRI {@code sha256-<base64>}; the length tells the encoding. */
    public static NixHash parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            String name = algorithm.text();
            if (text.startsWith(name + ":")) {
                return parse(text.substring(name.length() + 1), algorithm);
            }
            if (text.startsWith(name + "-")) {
                return base64(text.substring(name.length() + 1), algorithm);
            }
        }
        throw new NixFormatException(text, 0, "md5, sha1, sha256 or sha512, then : or -");
    }

    /** Reads a bare digest of a known algorithm. */
    public static NixHash parse(String digest, Algorithm algorithm) {
        int size = algorithm.size();
        try {
            if (digest.length() == size * 2) {
                return new NixHash(algorithm, HexFormat.of().parseHex(digest));
            }
            if (digest.length() == Nix32.encodedLength(size)) {
                return new NixHash(algorithm, Nix32.decode(digest));
            }
        } catch (IllegalArgumentException e) {
            throw new NixFormatException(digest, -1, "a " + algorithm.text() + " digest in base 16");
        }
        return base64(digest, algorithm);
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    public byte[] digest() {
        return digest.clone();
    }

    public String base16() {
        return HexFormat.of().formatHex(digest);
    }

    public String nix32() {
        return Nix32.encode(digest);
    }

    public String sri() {
        return algorithm.text() + "-" + Base64.getEncoder().encodeToString(digest);
    }

    private static NixHash base64(String digest, Algorithm algorithm) {
        try {
            return new NixHash(algorithm, Base64.getDecoder().decode(digest));
        } catch (IllegalArgumentException e) {
            throw new NixFormatException(digest, -1, "a " + algorithm.text() + " digest in base 16, nix32 or base 64");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NixHash that && algorithm == that.algorithm && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** {@code sha256:<nix32>}, the form of fingerprints and narinfo. */
    @Override
    public String toString() {
        return algorithm.text() + ":" + nix32();
    }
}
