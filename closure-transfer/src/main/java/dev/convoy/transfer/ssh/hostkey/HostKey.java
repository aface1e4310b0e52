package dev.convoy.transfer.ssh.hostkey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A public key as it is on the wire and, in base64, in known_hosts.
 *
 * @param type such as {@code ssh-ed25519}
 */
@SuppressWarnings("ArrayRecordComponent") // compares by content, and nobody writes to it
public record HostKey(String type, byte[] blob) {
    /** @throws IllegalArgumentException where the text is not base64 */
    static HostKey of(String type, String base64) {
        return new HostKey(type, Base64.getDecoder().decode(base64));
    }

    /** As ssh-keygen -l prints it. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String base64() {
        return Base64.getEncoder().encodeToString(blob);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostKey(String otherType, byte[] otherBlob)
                && type.equals(otherType)
                && Arrays.equals(blob, otherBlob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return type + " " + fingerprint();
    }
}
