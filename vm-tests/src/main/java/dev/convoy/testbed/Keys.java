package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/** Ed25519 keys of the testbed, and their OpenSSH forms. */
final class Keys {
    private Keys() {}

    static KeyPair generate() {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not there, although BouncyCastle is", e);
        }
    }

    /** As a line of known_hosts or authorized_keys has it: type and key. */
    static String openSsh(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    /** Writes the private key, without passphrase, and beside it the public one. */
    static void write(KeyPair key, Path file) throws IOException {
        var buffer = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "convoy-testbed", null, buffer);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, buffer.toByteArray());
        Files.write(Path.of(file + ".pub"), (openSsh(key.getPublic()) + " convoy-testbed\n").getBytes(UTF_8));
    }
}
