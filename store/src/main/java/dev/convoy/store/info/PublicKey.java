package dev.convoy.store.info;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** The key that a store checks signatures with, {@code name:base64} in {@code trusted-public-keys}. */
public final class PublicKey {
    static final int SIZE = 32;

    private final String name;
    private final byte[] encoded;

    private PublicKey(String name, byte[] encoded) {
        this.name = name;
        this.encoded = encoded;
    }

    public static PublicKey parse(String text) {
        NamedBytes named = NamedBytes.parse(text, SIZE, "an Ed25519 public key of 32 bytes in base 64");
        return new PublicKey(named.name(), named.bytes());
    }

    static PublicKey of(String name, byte[] encoded) {
        return new PublicKey(name, encoded);
    }

    public String name() {
        return name;
    }

    /** Whether this key made the signature, of exactly this path, contents and references. */
    public boolean verifies(Signature signature, PathInfo info) {
        return verifies(signature, Fingerprint.of(info));
    }

    boolean verifies(Signature signature, byte[] message) {
        if (!signature.keyName().equals(name)) {
            return false;
        }
        try {
            var verifier = java.security.Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(point()));
            verifier.update(message);
            return verifier.verify(signature.bytes());
        } catch (GeneralSecurityException e) {
            // Every JDK has Ed25519, so these are bytes that are no point of the curve: nobody can have signed with
            // them.
            return false;
        }
    }

    /** RFC 8032, 5.1.2: y in little endian, and the lowest bit of x as the highest bit of all. */
    private EdECPublicKeySpec point() {
        byte[] y = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            y[i] = encoded[SIZE - 1 - i];
        }
        boolean oddX = y[0] < 0;
        y[0] &= 0x7f;
        return new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(oddX, new BigInteger(1, y)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && name.equals(that.name) && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return name + ":" + Base64.getEncoder().encodeToString(encoded);
    }
}
