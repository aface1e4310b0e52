package dev.convoy.transfer.ssh.login;

import java.io.IOException;

/** One key, or certificate, that the operator can prove to have. */
public interface Identity {
    /** For messages, such as {@code ~/.ssh/id_ed25519 (ED25519 SHA256:…)}. */
    String description();

    /** What is offered to the server: a plain public key, or a certificate. */
    PublicBlob offered();

    /** Whether signing needs nobody's consent and no passphrase, so that asking first whether the key is welcome is wasted. */
    boolean signsAtOnce();

    /**
     * Signs, which may ask for a passphrase or a touch.
     *
     * @return the signature as it is sent: algorithm and bytes
     */
    byte[] sign(byte[] data, SignatureAlgorithm algorithm) throws IOException;
}
