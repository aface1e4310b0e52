package dev.convoy.transfer.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JumpListTest {
    @ParameterizedTest
    @CsvSource({
        "bastion, bastion, , ",
        "op@bastion, bastion, op, ",
        "op@bastion:2222, bastion, op, 2222",
        "op@corp@bastion:2222, bastion, op@corp, 2222",
        "[2001:db8::1]:2222, 2001:db8::1, , 2222",
        "[2001:db8::1], 2001:db8::1, , ",
        "2001:db8::1, 2001:db8::1, , ",
        "ssh://op@bastion:2222, bastion, op, 2222"
    })
    void readsOneHop(String text, String host, String user, Integer port) {
        assertThat(JumpList.lastHop(text, List.of()))
                .isEqualTo(new SshTarget(
                        host,
                        port == null ? OptionalInt.empty() : OptionalInt.of(port),
                        Optional.ofNullable(user),
                        List.of(),
                        List.of()));
    }

    @Test
    void hopsBeforeTheLastOneBecomeItsOwn() {
        SshTarget hop = JumpList.lastHop("op@a:1,b,c", List.of());
        assertThat(hop.address()).isEqualTo("c");
        assertThat(hop.sshOptions()).containsExactly("-J", "op@a:1,b");
    }

    @Test
    void onlyTheConfigurationFileReachesTheHops() {
        assertThat(JumpList.lastHop("a", List.of("-i", "key", "-F", "file", "-p", "1"))
                        .sshOptions())
                .containsExactly("-F", "file");
        assertThat(JumpList.lastHop("a", List.of("-Ffile")).sshOptions()).containsExactly("-Ffile");
    }

    @Test
    void refusesWhatIsNoHop() {
        assertThatThrownBy(() -> JumpList.lastHop("a,-oProxyCommand=x", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JumpList.lastHop("a:port", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JumpList.lastHop("a,", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
