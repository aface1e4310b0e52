package dev.convoy.store.info;

import dev.convoy.store.NixFormatException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** The key that signs paths, as {@code nix key generate-secret} makes it. No exception and no text of it holds the secret. */
public final class SigningKey {
    private static final int SEED = 32;

    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private SigningKey(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /** Reads {@code name:base64} of the seed and the public key, 64 bytes; a final newline does not matter. */
    public static SigningKey parse(String secret) {
        NamedBytes named = NamedBytes.read(secret, SEED + PublicKey.SIZE)
                .orElseThrow(() -> unreadable("name:base64 of a seed and an Ed25519 public key, 64 bytes"));
        byte[] seed = Arrays.copyOf(named.bytes(), SEED);
        byte[] point = Arrays.copyOfRange(named.bytes(), SEED, SEED + PublicKey.SIZE);
        try {
            PrivateKey privateKey = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            SigningKey key = new SigningKey(PublicKey.of(named.name(), point), privateKey);
            byte[] probe = {};
            if (!key.publicKey.verifies(key.sign(probe), probe)) {
                throw unreadable("a public half that belongs to the secret half");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    public Signature sign(PathInfo info) {
        return sign(Fingerprint.of(info));
    }

    /** The same path, with this key's signature beside those that it has. */
    public PathInfo signed(PathInfo info) {
        SortedSet<String> signatures = new TreeSet<>(info.signatures());
        signatures.add(sign(info).toString());
        return new PathInfo(
                info.path(),
                info.deriver(),
                info.narHash(),
                info.narSize(),
                info.references(),
                signatures,
                info.contentAddress());
    }

    @Override
    public String toString() {
        return "secret key of " + publicKey;
    }

    private Signature sign(byte[] message) {
        try {
            var signer = java.security.Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(message);
            return new Signature(publicKey.name(), signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private static NixFormatException unreadable(String expected) {
        return new NixFormatException("a secret key", -1, expected);
    }
}
