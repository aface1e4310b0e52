package dev.convoy.store.path;

import dev.convoy.store.NixFormatException;

/**
 * A store path, {@code /nix/store/<32 characters of nix32>-<name>}. One in hand is well-formed; whether it exists is
 * another question. Ordered by its text, which for store paths is the order of bytes that Nix wants in sets.
 */
public record StorePath(String hashPart, String name) implements Comparable<StorePath> {
    public static final String STORE_DIR = "/nix/store";

    private static final String NIX32 = "0123456789abcdfghijklmnpqrsvwxyz";
    private static final int HASH_LENGTH = 32;
    private static final int MAX_NAME = 211;

    public StorePath {
        String base = hashPart + "-" + name;
        for (int i = 0; i < hashPart.length(); i++) {
            if (NIX32.indexOf(hashPart.charAt(i)) < 0) {
                throw new NixFormatException(base, i, "a nix32 character");
            }
        }
        if (hashPart.length() != HASH_LENGTH) {
            throw new NixFormatException(base, hashPart.length(), "a hash part of 32 characters");
        }
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new NixFormatException(base, HASH_LENGTH + 1, "a name of 1 to 211 characters");
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) {
                throw new NixFormatException(base, HASH_LENGTH + 1 + i, "one of A-Z a-z 0-9 + - . _ ? =");
            }
        }
        if (name.equals(".") || name.equals("..") || name.startsWith(".-") || name.startsWith("..-")) {
            throw new NixFormatException(base, HASH_LENGTH + 1, "a name that is not . or ..");
        }
    }

    /** Reads a full path, {@code /nix/store/…}, of exactly one store object (no sub-path). */
    public static StorePath parse(String text) {
        if (!text.startsWith(STORE_DIR + "/")) {
            throw new NixFormatException(text, 0, "a path in " + STORE_DIR);
        }
        return parseBaseName(text.substring(STORE_DIR.length() + 1));
    }

    /** Reads {@code <hash>-<name>}, as narinfo references and JSON format 2 have it. */
    public static StorePath parseBaseName(String text) {
        if (text.length() <= HASH_LENGTH || text.charAt(HASH_LENGTH) != '-') {
            throw new NixFormatException(text, Math.min(text.length(), HASH_LENGTH), "32 characters of hash, then -");
        }
        return new StorePath(text.substring(0, HASH_LENGTH), text.substring(HASH_LENGTH + 1));
    }

    public String baseName() {
        return hashPart + "-" + name;
    }

    public boolean isDerivation() {
        return name.endsWith(".drv");
    }

    @Override
    public int compareTo(StorePath other) {
        int byHash = hashPart.compareTo(other.hashPart);
        return byHash != 0 ? byHash : name.compareTo(other.name);
    }

    /** The full path. */
    @Override
    public String toString() {
        return STORE_DIR + "/" + baseName();
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "+-._?=".indexOf(c) >= 0;
    }
}
