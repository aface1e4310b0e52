package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.OpenSshConfig;
import dev.convoy.transfer.ssh.login.Keyring;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportChoiceTest {
    @TempDir
    private Path folder;

    @Test
    void convoyDoesWhatItCan() throws Exception {
        Path key = key("id", "ssh-ed25519");
        assertThat(choice("identityfile " + key + "\ngssapiauthentication yes\npkcs11provider none\n"))
                .isEmpty();
        assertThat(choice("")).isEmpty();
        assertThat(choice("ciphers aes128-cbc,aes128-ctr\n")).isEmpty();
    }

    @Test
    void leavesToOpenSshWhatOnlyThatCanDo() {
        assertThat(choice("pkcs11provider /usr/lib/opensc.so\n")).contains("PKCS11Provider is set");
        assertThat(choice("proxycommand /bin/pass\nproxyusefdpass yes\n")).contains("ProxyUseFdpass is set");
        assertThat(choice("proxyusefdpass yes\n")).isEmpty();
        assertThat(choice("revokedhostkeys /etc/ssh/revoked\n")).contains("RevokedHostKeys is set");
        assertThat(choice("kexalgorithms mlkem768x25519-sha256\n")).contains("convoy speaks none of its KexAlgorithms");
        assertThat(choice("gssapiauthentication yes\n"))
                .contains("there is no key to offer, but another way to log in");
    }

    @Test
    void leavesKeysOnTokensToOpenSshWhereTheyAreMeant() throws Exception {
        Path token = key("token", "sk-ssh-ed25519@openssh.com");
        Path plain = key("plain", "ssh-ed25519");
        assertThat(choice("identityfile " + token + "\nidentityfile " + plain + "\n"))
                .contains(token + " is on a token, and not in the agent");
        assertThat(choice("identityfile " + plain + "\n")).isEmpty();
    }

    private static Optional<String> choice(String printed) {
        HostSettings host = OpenSshConfig.parse("web1", "identityagent none\n" + printed);
        return TransportChoice.reasonForSystem(host, new Keyring(SshPrompts.none(), Map.of()).offerFor(host));
    }

    /** As much of a private key's file as is read before it is used. */
    private Path key(String name, String type) throws Exception {
        byte[] blob = new Buffer.PlainBuffer().putString(type).putString(name).getCompactData();
        var fields = new Buffer.PlainBuffer();
        fields.putRawBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
        fields.putString("none").putString("none").putString("").putUInt32(1).putBytes(blob);
        String body = Base64.getEncoder().encodeToString(fields.getCompactData());
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n");
    }
}
