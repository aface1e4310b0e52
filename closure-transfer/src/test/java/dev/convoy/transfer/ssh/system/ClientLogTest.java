package dev.convoy.transfer.ssh.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as OpenSSH 9.2 prints them. */
class ClientLogTest {
    @Test
    void readsWhatWasOfferedOnBothSides() {
        ClientLog log = log("""
                OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026
                debug1: Server host key: ssh-ed25519 SHA256:aaaa
                debug1: Authentications that can continue: publickey,gssapi-with-mic
                debug1: Offering public key: /home/op/my key ED25519 SHA256:bbbb explicit
                debug1: Offering public key: yubikey ED25519-SK SHA256:cccc agent
                debug1: Authentications that can continue: publickey
                root@web1: Permission denied (publickey).
                """);
        assertThat(log.hostKey()).contains("ssh-ed25519 SHA256:aaaa");
        assertThat(log.offered()).containsExactly("/home/op/my key (SHA256:bbbb)", "yubikey (SHA256:cccc)");
        assertThat(log.methods()).containsExactly("publickey");
        assertThat(log.lastWords()).isEqualTo("root@web1: Permission denied (publickey).");
    }

    @Test
    void readsWhoSignedACertificateAndWhatIsWrongWithIt() {
        ClientLog log = log("""
                debug1: Server host certificate: ssh-ed25519-cert-v01@openssh.com SHA256:aaaa, serial 0 ID "t" CA ssh-rsa SHA256:dddd valid forever
                Certificate invalid: name is not a listed principal
                """);
        assertThat(log.authority()).contains("ssh-rsa SHA256:dddd");
        assertThat(log.certificateFault()).contains("name is not a listed principal");
    }

    @Test
    void readsWhatRevokesAKeyAndWhatCannotBeRead() {
        assertThat(log("Host key ED25519 SHA256:aaaa revoked by file /etc/ssh/re voked\r\n")
                        .revokedBy())
                .contains("/etc/ssh/re voked");
        ClientLog unread = log("Error checking host key ED25519 SHA256:aaaa in revoked keys file /r: No such file\n");
        assertThat(unread.revokedBy()).isEmpty();
        assertThat(unread.unreadRevocations()).contains("/r: No such file");
    }

    @Test
    void escapesWhatTheHostMayHaveSaid() {
        assertThat(log("kex: \u001b[31mred\n").lastWords()).isEqualTo("kex: ?[31mred");
        assertThat(log("").lastWords()).isEmpty();
    }

    private static ClientLog log(String text) {
        return new ClientLog(List.of(text.split("\n", -1)));
    }
}
