package dev.convoy.transfer.ssh.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.OpenSshConfig;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClientLineTest {
    private static final Path SOCKET = Path.of("/tmp/c/socket");

    @Test
    void saysItsOwnBeforeTheOperators() {
        SshTarget target = target("-o", "StrictHostKeyChecking=no");
        List<String> words = line(target, "", Optional.empty(), Optional.empty());
        assertThat(words).startsWith("ssh", "-N", "-T").endsWith("--", "web1");
        assertThat(words.indexOf("StrictHostKeyChecking=yes")).isBetween(0, words.indexOf("StrictHostKeyChecking=no"));
        assertThat(words)
                .contains("BatchMode=yes", "NoHostAuthenticationForLocalhost=no", "VerifyHostKeyDNS=no")
                .containsSubsequence("-p", "2222", "-l", "op", "-o", "StrictHostKeyChecking=no");
    }

    @Test
    void namesTheFilesThatConvoyReads() {
        String printed = "userknownhostsfile /a%%b /home/op/known_hosts\nglobalknownhostsfile none\n";
        assertThat(line(target(), printed, Optional.empty(), Optional.empty()))
                .contains("UserKnownHostsFile=\"/a%%b\" \"/home/op/known_hosts\"", "GlobalKnownHostsFile=none");
    }

    @Test
    void aNewKeyIsWrittenToAFileOfOurOwn() {
        assertThat(line(target(), "userknownhostsfile /k\n", Optional.of(Path.of("/tmp/c/new")), Optional.empty()))
                .contains("StrictHostKeyChecking=accept-new", "UserKnownHostsFile=\"/tmp/c/new\" \"/k\"");
    }

    @Test
    void asksNoCommandForHostKeys() {
        assertThat(line(target(), "knownhostscommand /bin/x\n", Optional.empty(), Optional.empty()))
                .contains("KnownHostsCommand=none");
        assertThat(line(target(), "", Optional.empty(), Optional.empty())).doesNotContain("KnownHostsCommand=none");
    }

    @Test
    void goesThroughTheConnectionToTheJumpHostAndNoOther() {
        List<String> words = line(
                target("-J", "bastion", "-v", "-Jother"), "", Optional.empty(), Optional.of(Path.of("/tmp/g/socket")));
        assertThat(words)
                .contains("ProxyCommand=ssh -F none -o ProxyCommand=false -S '/tmp/g/socket' -W '[%h]:%p' jump", "-v")
                .doesNotContain("-J", "bastion", "-Jother");
    }

    private static SshTarget target(String... options) {
        return new SshTarget("web1", OptionalInt.of(2222), Optional.of("op"), List.of(options), List.of());
    }

    private static List<String> line(SshTarget target, String printed, Optional<Path> newHosts, Optional<Path> gate) {
        HostSettings host = OpenSshConfig.parse("web1", printed);
        return new ClientLine(target, host, SshSettings.defaults(), SOCKET, newHosts, gate).words();
    }
}
