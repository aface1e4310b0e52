package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.store.machine.Command;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts behind jump hosts and proxy commands. */
@Timeout(60)
class JumpIT {
    @TempDir
    Path directory;

    private LocalSshd near;
    private LocalSshd far;
    private LocalSshd target;

    @BeforeEach
    void start() throws Exception {
        near = LocalSshd.start(directory);
        far = LocalSshd.start(directory);
        target = LocalSshd.start(directory);
    }

    @AfterEach
    void stop() {
        for (LocalSshd sshd : new LocalSshd[] {near, far, target}) {
            if (sshd != null) {
                sshd.close();
            }
        }
    }

    @Test
    void reachesAHostOverTwoJumpHosts() throws Exception {
        try (var connector = connector()) {
            SshMachine machine = connector.link(behind("near,far")).machine();
            assertThat(machine.run(Command.shell("t", "wc -c"), "x".repeat(3_000_000))
                            .stdout()
                            .strip())
                    .isEqualTo("3000000");
        }
        assertThat(near.log()).anyMatch(l -> l.contains("Accepted publickey"));
        assertThat(far.log()).anyMatch(l -> l.contains("Accepted publickey"));
    }

    @Test
    void sharesOneConnectionToAJumpHost() throws Exception {
        try (var connector = connector();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> hosts = new ArrayList<>();
            // Once: ssh must not read its configuration while it is written for the next one.
            SshTarget behind = behind("near");
            for (int i = 0; i < 8; i++) {
                hosts.add(threads.submit(() -> connector
                        .link(behind)
                        .machine()
                        .run(Command.of("echo", "x"))
                        .stdout()));
            }
            for (Future<String> host : hosts) {
                assertThat(host.get()).isEqualTo("x\n");
            }
        }
        assertThat(near.log().stream()
                        .filter(l -> l.contains("Accepted publickey"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aRejectingJumpHostIsAskedOnce() throws Exception {
        Files.writeString(near.path("authorized_keys"), "");
        try (var connector = connector();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TransferFailure>> hosts = new ArrayList<>();
            SshTarget behind = behind("near");
            for (int i = 0; i < 8; i++) {
                hosts.add(threads.submit(() -> failure(connector.link(behind))));
            }
            for (Future<TransferFailure> host : hosts) {
                assertThat(host.get()).isInstanceOf(TransferFailure.AuthRejected.class);
                assertThat(host.get().message()).startsWith("the jump host near: ");
            }
        }
        assertThat(near.log().stream()
                        .filter(l -> l.contains("Failed publickey"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void checksTheHostKeyOfEveryHop() throws Exception {
        try (var connector = connector()) {
            LocalSshd.keygen(directory.resolve("other"), "ed25519", "");
            far.writeKnownHosts(directory.resolve("other.pub"));
            TransferFailure failure = failure(connector.link(behind("near,far")));
            assertThat(failure).isInstanceOf(TransferFailure.HostKeyMismatch.class);
            assertThat(failure.message()).startsWith("the jump host far: the host's key has changed");
        }
    }

    @Test
    void tellsThatTheTargetBehindIsDown() throws Exception {
        try (var connector = connector()) {
            target.close();
            TransferFailure failure = failure(connector.link(behind("near")));
            assertThat(failure).isInstanceOf(TransferFailure.Unreachable.class);
            assertThat(failure.message()).containsIgnoringCase("refused");
        }
    }

    @Test
    void reachesAHostByProxyCommand() throws Exception {
        String command = "ssh -F " + config() + " -W %h:%p near";
        try (var connector = connector()) {
            SshMachine machine = connector
                    .link(target.target("-o", "ProxyCommand=" + command))
                    .machine();
            assertThat(machine.run(Command.of("echo", "x")).stdout()).isEqualTo("x\n");
        }
    }

    @Test
    void asksNoResolverForNamesThatOnlyTheWayThereKnows() throws Exception {
        String command = "ssh -F " + config() + " -W 127.0.0.1:" + target.port() + " near";
        Files.writeString(target.knownHosts(), "alias.invalid " + Files.readString(target.path("host_ed25519.pub")));
        try (var connector = connector()) {
            connector
                    .link(target.target(
                            "-o",
                            "ProxyCommand=" + command,
                            "-o",
                            "HostName=inside.invalid",
                            "-o",
                            "HostKeyAlias=alias.invalid"))
                    .machine();
            connector
                    .link(target.target("-o", "HostName=localhost", "-o", "HostKeyAlias=alias.invalid"))
                    .machine();
        }
        assertThat(Lookups.names()).contains("localhost").doesNotContain("inside.invalid", "alias.invalid");
    }

    @Test
    void refusesJumpHostsThatLeadInACircle() throws Exception {
        Path circle = Files.writeString(directory.resolve("circle"), "Host a\n ProxyJump b\nHost b\n ProxyJump a\n");
        try (var connector = connector()) {
            SshTarget lost = new SshTarget(
                    "a", OptionalInt.empty(), Optional.empty(), List.of("-F", circle.toString()), List.of());
            assertThat(failure(connector.link(lost)).message()).contains("more than 8 in a row");
        }
    }

    private SshTarget behind(String jump) throws Exception {
        SshTarget direct = target.target("-F", config().toString(), "-J", jump);
        List<String> options = new ArrayList<>(direct.sshOptions());
        int ours = options.lastIndexOf("-F");
        options.remove(ours);
        options.remove(ours);
        return new SshTarget("127.0.0.1", direct.port(), direct.user(), options, List.of());
    }

    /** What the operator's ssh_config would say of the jump hosts. */
    private Path config() throws Exception {
        return Files.writeString(directory.resolve("config"), near.configFor("near") + far.configFor("far"));
    }

    private static SshConnector connector() {
        return new SshConnector(
                new SshSettings(false, false, Duration.ofSeconds(5), Duration.ofSeconds(5)), SshPrompts.none());
    }

    private static TransferFailure failure(SshLink link) {
        return catchThrowableOfType(TransferException.class, link::machine).failure();
    }
}
