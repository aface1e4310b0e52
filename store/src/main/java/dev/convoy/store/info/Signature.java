package dev.convoy.store.info;

import java.util.Arrays;
import java.util.Base64;

/** Who vouches for a path, {@code keyname:base64}. */
public final class Signature {
    private static final int SIZE = 64;

    private final String keyName;
    private final byte[] bytes;

    Signature(String keyName, byte[] bytes) {
        this.keyName = keyName;
        this.bytes = bytes;
    }

    public static Signature parse(String text) {
        NamedBytes named = NamedBytes.parse(text, SIZE, "an Ed25519 signature of 64 bytes");
        return new Signature(named.name(), named.bytes());
    }

    public String keyName() {
        return keyName;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && keyName.equals(that.keyName) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return keyName + ":" + Base64.getEncoder().encodeToString(bytes);
    }
}
