package dev.convoy.transfer.ssh.login;

import com.hierynomus.sshj.key.KeyAlgorithms;
import java.io.IOException;
import net.schmizz.sshj.signature.Signature;

/**
 * How a key signs.
 *
 * @param name as it stands in a signature; {@code rsa-sha2-512} for RSA keys, else the key's type
 */
record SignatureAlgorithm(String name) {
    /** agent protocol, SSH_AGENT_RSA_SHA2_512. */
    private static final int AGENT_RSA_SHA2_512 = 4;

    int agentFlags() {
        return name.equals("rsa-sha2-512") ? AGENT_RSA_SHA2_512 : 0;
    }

    /** @throws IOException where only an agent can sign so, as with keys on a FIDO token */
    Signature signer() throws IOException {
        return switch (name) {
            case "ssh-ed25519" -> KeyAlgorithms.EdDSA25519().create().newSignature();
            case "ecdsa-sha2-nistp256" ->
                KeyAlgorithms.ECDSASHANistp256().create().newSignature();
            case "ecdsa-sha2-nistp384" ->
                KeyAlgorithms.ECDSASHANistp384().create().newSignature();
            case "ecdsa-sha2-nistp521" ->
                KeyAlgorithms.ECDSASHANistp521().create().newSignature();
            case "rsa-sha2-512" -> KeyAlgorithms.RSASHA512().create().newSignature();
            default -> throw new IOException("keys of type " + name + " work through an agent only");
        };
    }
}
