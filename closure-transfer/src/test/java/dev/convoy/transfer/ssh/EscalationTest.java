package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.transfer.ssh.login.SshPrompts;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscalationTest {
    private static final char[] SECRET = "pässwörd€".toCharArray();

    @Test
    void neverLetsSudoOrDoasAsk() {
        assertThat(Escalation.unattended(List.of()).prefix()).containsExactly("sudo", "-n", "-H", "--");
        assertThat(Escalation.unattended(List.of("sudo", "-n", "-u", "root")).prefix())
                .containsExactly("sudo", "-n", "-u", "root");
        assertThat(Escalation.unattended(List.of("/usr/bin/doas")).prefix()).containsExactly("/usr/bin/doas", "-n");
    }

    @Test
    void leavesOtherCommandsAsTheyAre() {
        assertThat(Escalation.unattended(List.of("run0", "--")).prefix()).containsExactly("run0", "--");
        assertThat(Escalation.takesPassword(List.of("run0"))).isFalse();
        assertThat(Escalation.takesPassword(List.of("doas"))).isFalse();
    }

    @Test
    void makesSudoReadOneLineAndIgnoreTickets() {
        assertThat(Escalation.withPassword(List.of("sudo", "-n", "-H", "--"), SECRET)
                        .prefix())
                .containsExactly("sudo", "-k", "-S", "--prompt=", "-H", "--");
    }

    @Test
    void showsNoPassword() {
        assertThat(Escalation.withPassword(List.of(), SECRET).toString())
                .doesNotContain("wörd")
                .contains("sudo");
    }

    @Test
    void wipesPasswordsAtTheEnd() {
        char[] password = SECRET.clone();
        var passwords = new SudoPasswords(new SshPrompts() {
            @Override
            public java.util.Optional<char[]> keyPassphrase(String keyFile) {
                return java.util.Optional.empty();
            }

            @Override
            public java.util.Optional<char[]> sudoPassword(String user, String host) {
                return java.util.Optional.of(password);
            }
        });
        try (passwords) {
            assertThat(passwords.of("op", "web1")).contains(password);
        }
        assertThat(password).containsOnly('\0');
    }

    @Test
    void sendsPasswordsAsUtf8() {
        assertThat(SudoPasswords.encoded(SECRET))
                .isEqualTo("pässwörd€".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
