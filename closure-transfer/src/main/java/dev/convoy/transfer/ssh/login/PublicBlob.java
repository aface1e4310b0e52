package dev.convoy.transfer.ssh.login;

import dev.convoy.transfer.ssh.hostkey.HostKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;

/** A public key or user certificate as it is sent to a server. */
@SuppressWarnings("ArrayRecordComponent") // compares by content, and nobody writes to it
public record PublicBlob(byte[] bytes) {
    private static final String CERTIFICATE = "-cert-v01@openssh.com";

    /** From a {@code .pub} file: type, base64, comment. */
    static PublicBlob ofFile(Path file) throws IOException {
        String[] fields = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .strip()
                .split("\\s+", -1);
        try {
            if (fields.length >= 2) {
                return new PublicBlob(Base64.getDecoder().decode(fields[1]));
            }
        } catch (IllegalArgumentException notBase64) {
            throw new IOException(file + " is no public key", notBase64);
        }
        throw new IOException(file + " is no public key");
    }

    public String type() throws IOException {
        return new Buffer.PlainBuffer(bytes).readString();
    }

    boolean isCertificate() throws IOException {
        return type().endsWith(CERTIFICATE);
    }

    SignatureAlgorithm signatureAlgorithm() throws IOException {
        String plain = type().replace(CERTIFICATE, "");
        // SHA-1 is dead, and OpenSSH has known rsa-sha2 since 7.2.
        return new SignatureAlgorithm(plain.equals("ssh-rsa") ? "rsa-sha2-512" : plain);
    }

    /** The name in an authentication request: of an RSA key it tells the hash as well, of all others it is the type. */
    String requestAlgorithm() throws IOException {
        String type = type();
        return type.startsWith("ssh-rsa") ? type.replaceFirst("ssh-rsa", "rsa-sha2-512") : type;
    }

    /** The certificate's own key, without what the authority said about it. PROTOCOL.certkeys: nonce, then the key's fields. */
    PublicBlob plainKey() throws IOException {
        if (!isCertificate()) {
            return this;
        }
        var fields = new Buffer.PlainBuffer(bytes);
        String plain = fields.readString().replace(CERTIFICATE, "");
        fields.readBytes();
        var key = new Buffer.PlainBuffer().putString(plain);
        for (int i = 0; i < fieldsOf(plain); i++) {
            key.putBytes(fields.readBytes());
        }
        return new PublicBlob(key.getCompactData());
    }

    String fingerprint() {
        return new HostKey("", bytes).fingerprint();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicBlob(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return fingerprint();
    }

    private static int fieldsOf(String type) throws IOException {
        if (type.equals("ssh-ed25519")) {
            return 1;
        }
        if (type.equals("ssh-rsa") || type.startsWith("ecdsa-sha2-")) {
            return 2;
        }
        throw new IOException("certificates of type " + type + " work through an agent only");
    }
}
