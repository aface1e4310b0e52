package dev.convoy.transfer.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSshConfigTest {
    /** Some of what OpenSSH 9.2 prints. */
    private static final String PRINTED = """
            user deploy
            hostname 192.0.2.7
            port 2222
            addressfamily inet
            identitiesonly yes
            stricthostkeychecking true
            hashknownhosts yes
            serveralivecountmax 3
            serveraliveinterval 0
            ciphers aes128-gcm@openssh.com,aes256-ctr
            identityfile ~/.ssh/id_rsa
            identityfile ~/.ssh/fleet_%h
            globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2
            userknownhostsfile /home/op/.ssh/known_hosts /home/op/.ssh/known_hosts2
            connecttimeout none
            proxyjump op@bastion:22,[2001:db8::1]:23
            """;

    private static final SshTarget WEB1 = target("web1");

    @TempDir
    Path directory;

    @Test
    void tellsWhatToTypeToReachTheSameHostWithOpenSsh() {
        HostSettings settings = OpenSshConfig.parse("web1", PRINTED).with(List.of("-F", "my config"));
        assertThat(settings.sshCommand()).isEqualTo("ssh -F 'my config' -p 2222 deploy@web1 true");
    }

    @Test
    void readsWhatSshPrints() {
        HostSettings settings = OpenSshConfig.parse("web1", PRINTED);
        assertThat(settings.where()).isEqualTo("deploy@192.0.2.7 port 2222");
        assertThat(settings.identitiesOnly()).isTrue();
        assertThat(settings.strictHostKeyChecking()).isEqualTo("yes");
        assertThat(settings.hashKnownHosts()).isTrue();
        assertThat(settings.connectTimeout()).isEmpty();
        assertThat(settings.serverAliveInterval()).isEmpty();
        assertThat(settings.algorithms("ciphers")).containsExactly("aes128-gcm@openssh.com", "aes256-ctr");
        assertThat(settings.userKnownHosts()).hasSize(2).contains(Path.of("/home/op/.ssh/known_hosts2"));
        assertThat(settings.proxyJump()).contains("op@bastion:22,[2001:db8::1]:23");
        assertThat(settings.proxyCommand()).isEmpty();
        assertThat(settings.knownHostsName()).isEqualTo("[192.0.2.7]:2222");
    }

    @Test
    void expandsTildeAndTokens() {
        Path named = Path.of(Tokens.home(), ".ssh", "fleet_192.0.2.7");
        HostSettings settings = OpenSshConfig.parse("web1", PRINTED);
        assertThat(settings.identityFiles()).containsExactly(Path.of(Tokens.home(), ".ssh", "id_rsa"), named);
        assertThat(settings.isNamedIdentity(named)).isTrue();
        assertThat(settings.isNamedIdentity(Path.of(Tokens.home(), ".ssh", "id_rsa")))
                .isFalse();
        assertThat(new Tokens("web1", "192.0.2.7", 22, "op").expand("%n %h:%p %r 100%% %x"))
                .isEqualTo("web1 192.0.2.7:22 op 100% %x");
    }

    @Test
    void aliasNamesTheHostWithoutItsPort() {
        HostSettings settings = OpenSshConfig.parse("web1", PRINTED + "hostkeyalias Web1.Example\n");
        assertThat(settings.knownHostsName()).isEqualTo("web1.example");
        assertThat(settings.certificateName()).isEqualTo("web1.example");
    }

    @Test
    void findsTheAgent() {
        Map<String, String> environment = Map.of("SSH_AUTH_SOCK", "/run/a", "OTHER", "/run/b");
        assertThat(OpenSshConfig.parse("x", "").agentSocket(environment)).contains(Path.of("/run/a"));
        assertThat(OpenSshConfig.parse("x", "").agentSocket(Map.of())).isEmpty();
        assertThat(OpenSshConfig.parse("x", "identityagent none\n").agentSocket(environment))
                .isEmpty();
        assertThat(OpenSshConfig.parse("x", "identityagent SSH_AUTH_SOCK\n").agentSocket(environment))
                .contains(Path.of("/run/a"));
        assertThat(OpenSshConfig.parse("x", "identityagent $OTHER\n").agentSocket(environment))
                .contains(Path.of("/run/b"));
        assertThat(OpenSshConfig.parse("x", "identityagent ~/a\n").agentSocket(environment))
                .contains(Path.of(Tokens.home(), "a"));
    }

    @Test
    void targetsOwnValuesComeBeforeItsOptions() {
        SshTarget target =
                new SshTarget("web1", OptionalInt.of(23), Optional.of("op"), List.of("-o", "Port=24"), List.of());
        assertThat(OpenSshConfig.commandLine(target))
                .containsExactly("ssh", "-G", "-p", "23", "-l", "op", "-o", "Port=24", "--", "web1");
    }

    @Test
    void asksOpenSshOncePerHost() throws Exception {
        Path calls = directory.resolve("calls");
        OpenSshConfig config = withSsh("echo x >> " + calls + "; echo hostname real");
        for (int i = 0; i < 3; i++) {
            assertThat(config.settingsOf(WEB1).hostname()).isEqualTo("real");
        }
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    @Test
    void tellsWhatSshDislikes() throws Exception {
        OpenSshConfig config = withSsh("printf 'line 3: Bad option\\033[31m\\n' >&2; exit 255");
        TransferException e = catchThrowableOfType(TransferException.class, () -> config.settingsOf(WEB1));
        assertThat(e.failure().message()).contains("exit status 255", "line 3: Bad option?[31m");
    }

    @Test
    void usesOpenSshsDefaultsWithoutSsh() throws Exception {
        HostSettings settings = new OpenSshConfig(new Nothing()).settingsOf(target("op@web1"));
        assertThat(settings.where()).isEqualTo("op@web1");
        assertThat(settings.identityFiles()).contains(Path.of(Tokens.home(), ".ssh", "id_ed25519"));
        assertThat(settings.userKnownHosts()).contains(Path.of(Tokens.home(), ".ssh", "known_hosts"));
        assertThat(settings.strictHostKeyChecking()).isEqualTo("ask");
    }

    @Test
    void cannotHonourOptionsWithoutSsh() {
        SshTarget target =
                new SshTarget("web1", OptionalInt.empty(), Optional.empty(), List.of("-i", "key"), List.of());
        TransferException e = catchThrowableOfType(
                TransferException.class, () -> new OpenSshConfig(new Nothing()).settingsOf(target));
        assertThat(e.failure().message()).contains("sshOptions");
    }

    private OpenSshConfig withSsh(String script) throws Exception {
        Path ssh = Files.writeString(directory.resolve("ssh"), "#!/bin/sh\n" + script + "\n");
        assertThat(ssh.toFile().setExecutable(true)).isTrue();
        return new OpenSshConfig(new Machine() {
            private final LocalMachine local = new LocalMachine();

            @Override
            public String name() {
                return "here";
            }

            @Override
            public Running start(Command command) {
                return local.start(Command.of(ssh.toString()).within(Duration.ofSeconds(10)));
            }

            @Override
            public void close() {
                local.close();
            }
        });
    }

    private static SshTarget target(String address) {
        return new SshTarget(address, OptionalInt.empty(), Optional.empty(), List.of(), List.of());
    }

    /** A computer without an ssh program. */
    private static final class Nothing implements Machine {
        @Override
        public String name() {
            return "here";
        }

        @Override
        public Running start(Command command) {
            throw new MachineException("here", "no such program");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
