package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.config.SshTransport;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** OpenSSH's own client does what convoy does itself, and fails in the same words. */
@Timeout(60)
class SystemSshIT {
    private static final SshSettings QUICK =
            new SshSettings(false, false, Duration.ofSeconds(2), Duration.ofSeconds(1));
    private static final SshSettings ACCEPT_NEW =
            new SshSettings(true, false, Duration.ofSeconds(10), Duration.ofSeconds(10));

    @TempDir
    Path directory;

    private LocalSshd sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = LocalSshd.start(directory);
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void runsCommandsAsConvoyItselfDoes() throws Exception {
        try (var few = LocalSshd.startIn(sshd.directory(), LocalSshd.freePort(), "MaxSessions 3");
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SshMachine machine = connector.link(system(few.target())).machine();
            assertThat(machine.run(Command.shell("t", "cat; echo err >&2; exit 7"), "hello"))
                    .isEqualTo(new Finished(new ExitStatus.Exited(7), "hello", "err\n"));
            assertThat(machine.run(Command.shell("t", "kill -KILL $$")).exit())
                    .isEqualTo(new ExitStatus.Signalled("KILL"));
            String mark = directory.resolve("late").toString();
            Duration soon = Duration.ofMillis(200);
            assertThat(machine.run(Command.shell("t", "sleep 60", mark).within(soon))
                            .exit())
                    .isEqualTo(new ExitStatus.TimedOut(soon));
            LocalSshd.awaitNoProcess(mark);
            try (Running flood = machine.start(Command.of("yes"))) {
                assertThat(flood.stdout().readNBytes(1 << 20)).hasSize(1 << 20);
            }
            List<Future<Finished>> all = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                all.add(threads.submit(() -> machine.run(Command.of("wc", "-c"), "x".repeat(3_000_000))));
            }
            for (Future<Finished> one : all) {
                assertThat(one.get().stdout().strip()).isEqualTo("3000000");
            }
        }
    }

    /** As where a run is called off while much is on its way. */
    @Test
    void anInterruptedCommandDoesNotTakeTheConnectionAlong() throws Exception {
        try (var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshMachine machine = connector.link(system(sshd.target())).machine();
            try (Running stuck = machine.start(Command.of("sleep", "60"))) {
                Thread writer = Thread.ofVirtual().start(() -> {
                    Thread.currentThread().interrupt();
                    assertThatThrownBy(() -> stuck.stdin().write(new byte[8 << 20]))
                            .isInstanceOf(IOException.class);
                });
                writer.join();
            }
            assertThat(machine.run(Command.of("echo", "alive")).stdout()).isEqualTo("alive\n");
        }
    }

    @Test
    void judgesHostKeysInTheSameWords() throws Exception {
        LocalSshd.keygen(directory.resolve("other"), "ed25519", "");
        LocalSshd.keygen(directory.resolve("ecdsa"), "ecdsa", "");
        String own = Files.readString(sshd.knownHosts());

        Files.delete(sshd.knownHosts());
        assertSameFailure(SshSettings.defaults(), sshd.target(), TransferFailure.HostKeyUnknown.class);

        sshd.writeKnownHosts(directory.resolve("other.pub"));
        SshTarget loose = sshd.target("-o", "StrictHostKeyChecking=no", "-o", "NoHostAuthenticationForLocalhost=yes");
        assertSameFailure(ACCEPT_NEW, loose, TransferFailure.HostKeyMismatch.class);

        sshd.writeKnownHosts(directory.resolve("ecdsa.pub"));
        assertSameFailure(ACCEPT_NEW, sshd.target(), TransferFailure.HostKeyMismatch.class);

        String revoked = "@revoked * " + Files.readString(sshd.path("host_ed25519.pub"));
        Files.writeString(sshd.knownHosts(), own + revoked);
        assertSameFailure(ACCEPT_NEW, sshd.target(), TransferFailure.HostKeyMismatch.class);

        Files.writeString(
                sshd.knownHosts(), "@cert-authority elsewhere " + Files.readString(directory.resolve("other.pub")));
        assertSameFailure(SshSettings.defaults(), sshd.target(), TransferFailure.HostKeyUnknown.class);
    }

    @Test
    void looksForRevokedKeysWhereOpenSshDoesAndNeverPassesThemOver() throws Exception {
        String[] revoked = {"-o", "RevokedHostKeys=" + sshd.path("host_ed25519.pub")};
        SshTarget target = sshd.target(revoked);
        TransferFailure refused = failure(SshSettings.defaults(), target.over(SshTransport.AUTO));
        assertThat(refused).isInstanceOf(TransferFailure.HostKeyMismatch.class);
        assertThat(refused.message()).contains(sshd.path("host_ed25519.pub") + " marks as revoked");
        SshTarget unread = sshd.target("-o", "RevokedHostKeys=" + directory.resolve("absent"));
        assertThat(failure(SshSettings.defaults(), unread.over(SshTransport.AUTO))
                        .message())
                .contains("cannot read " + directory.resolve("absent"));
        assertThat(failure(SshSettings.defaults(), target.over(SshTransport.BUILT_IN))
                        .message())
                .contains("RevokedHostKeys", "does not read it");
        LocalSshd.keygen(directory.resolve("other"), "ed25519", "");
        SshTarget another = sshd.target("-o", "RevokedHostKeys=" + directory.resolve("other.pub"));
        assertThat(echo(SshSettings.defaults(), another.over(SshTransport.AUTO)))
                .as("a key that is not in the file")
                .isEqualTo(echo(SshSettings.defaults(), sshd.target()));
    }

    @Test
    void judgesHostCertificates() throws Exception {
        LocalSshd.keygen(directory.resolve("ca"), "ed25519", "");
        Path key = sshd.path("certified");
        LocalSshd.keygen(key, "ed25519", "");
        LocalSshd.run(
                "ssh-keygen",
                "-q",
                "-s",
                directory.resolve("ca").toString(),
                "-I",
                "t",
                "-h",
                "-n",
                "web1",
                key + ".pub");
        try (var certified = LocalSshd.startIn(
                sshd.directory(), LocalSshd.freePort(), "HostKey " + key, "HostCertificate " + key + "-cert.pub")) {
            String authority = Files.readString(directory.resolve("ca.pub"));
            Files.writeString(sshd.knownHosts(), "@cert-authority web* " + authority);
            assertThat(echo(SshSettings.defaults(), system(certified.target("-o", "HostKeyAlias=web1"))))
                    .isEqualTo("x\n");
            TransferFailure wrongName = failure(ACCEPT_NEW, system(certified.target("-o", "HostKeyAlias=web2")));
            assertThat(wrongName).isInstanceOf(TransferFailure.HostKeyMismatch.class);
            assertThat(wrongName.message()).contains("web2", "principal");
        }
    }

    @Test
    void recordsNewKeyWhenToldTo() throws Exception {
        Path known = directory.resolve("new/known_hosts");
        SshTarget target = system(sshd.target("-o", "UserKnownHostsFile=" + known, "-o", "HashKnownHosts=yes"));
        assertThat(echo(ACCEPT_NEW, target)).isEqualTo("x\n");
        assertThat(Files.readString(known)).startsWith("|1|").hasLineCount(1);
        assertThat(echo(SshSettings.defaults(), target)).isEqualTo("x\n");
    }

    @Test
    void offersAWrongKeyOnceAndNeverAgain() throws Exception {
        Path key = sshd.path("wrong");
        LocalSshd.keygen(key, "ed25519", "");
        SshTarget target = sshd.targetAs("root", key);
        assertSameFailure(SshSettings.defaults(), target, TransferFailure.AuthRejected.class);
        try (var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(system(target));
            assertThatThrownBy(link::machine).isInstanceOf(TransferException.class);
            assertThatThrownBy(link::machine).isInstanceOf(TransferException.class);
        }
        assertThat(sshd.log()).filteredOn(l -> l.contains("Failed publickey")).hasSize(3);
    }

    @Test
    void hintsAtTheAgentWhereAKeyHasAPassphrase() throws Exception {
        Path key = sshd.path("locked");
        LocalSshd.keygen(key, "ed25519", "secret");
        Files.copy(
                Path.of(key + ".pub"), sshd.path("authorized_keys"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        TransferFailure failure = failure(SshSettings.defaults(), system(sshd.targetAs("root", key)));
        assertThat(failure).isInstanceOf(TransferFailure.AuthRejected.class);
        assertThat(failure.hints()).first().asString().contains("ssh-add");
    }

    @Test
    void saysWhyAHostIsNotReached() throws Exception {
        SshTarget known = sshd.target();
        SshTarget nobody = new SshTarget(
                "127.0.0.1", OptionalInt.of(LocalSshd.freePort()), known.user(), known.sshOptions(), List.of());
        assertSameFailure(SshSettings.defaults(), nobody, TransferFailure.Unreachable.class);
        SshTarget nowhere =
                new SshTarget("no-such-host.invalid", known.port(), known.user(), known.sshOptions(), List.of());
        assertSameFailure(SshSettings.defaults(), nowhere, TransferFailure.Unreachable.class);
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            SshTarget mute = new SshTarget(
                    "127.0.0.1", OptionalInt.of(silent.getLocalPort()), known.user(), known.sshOptions(), List.of());
            assertThat(failure(QUICK, system(mute)).message()).contains("timed out");
        }
    }

    @Test
    void isChosenWhereConvoySpeaksNoneOfTheAlgorithms() throws Exception {
        String modern = "sntrup761x25519-sha512@openssh.com";
        try (var other = LocalSshd.startIn(sshd.directory(), LocalSshd.freePort(), "KexAlgorithms " + modern)) {
            assertThat(echo(SshSettings.defaults(), other.target())).isEqualTo("x\n");
            assertThat(echo(SshSettings.defaults(), other.target("-o", "KexAlgorithms=" + modern)))
                    .isEqualTo("x\n");
            TransferFailure refused =
                    failure(SshSettings.defaults(), other.target().over(SshTransport.BUILT_IN));
            assertThat(refused.hints()).anyMatch(h -> h.contains("share no algorithm"));
        }
    }

    @Test
    void reachesAHostOverTwoJumpHostsLoggingInOnceToEach() throws Exception {
        try (var near = LocalSshd.start(directory);
                var far = LocalSshd.start(directory)) {
            SshTarget behind = system(behind("near,far", near, far));
            try (var connector = new SshConnector(QUICK, SshPrompts.none())) {
                for (int i = 0; i < 2; i++) {
                    assertThat(connector
                                    .link(behind)
                                    .machine()
                                    .run(Command.shell("t", "wc -c"), "x".repeat(300_000))
                                    .stdout()
                                    .strip())
                            .isEqualTo("300000");
                }
                far.writeKnownHosts(sshd.path("id.pub"));
            }
            for (LocalSshd one : List.of(near, far)) {
                assertThat(one.log())
                        .filteredOn(l -> l.contains("Accepted publickey"))
                        .hasSize(1);
            }
            TransferFailure failure = failure(QUICK, behind);
            assertThat(failure).isInstanceOf(TransferFailure.HostKeyMismatch.class);
            assertThat(failure.message()).startsWith("the jump host far: the host's key has changed");
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        String socket;
        try (var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshMachine machine = connector.link(system(sshd.target())).machine();
            socket = machine.controlPath().orElseThrow().toString();
            assertThat(Path.of(socket)).exists();
            String mark = directory.resolve("mark").toString();
            Running running = machine.start(Command.shell("t", "echo up; sleep 60; touch \"$1\"", mark));
            assertThat(running.stdout().read()).isEqualTo('u');
            machine.close();
            assertThat(LocalSshd.hasProcess(mark)).isFalse();
        }
        LocalSshd.awaitNoProcess("ControlPath=" + socket);
        assertThat(Path.of(socket).getParent()).doesNotExist();
    }

    @Test
    void commandIsLostWithItsServer() throws Exception {
        try (var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshLink link = connector.link(system(sshd.target()));
            try (Running running = link.machine().start(Command.shell("t", "echo up; sleep 60"))) {
                assertThat(running.stdout().read()).isEqualTo('u');
                sshd.kill();
                assertThat(running.waitFor()).isInstanceOf(ExitStatus.Lost.class);
            }
            try (var _ = LocalSshd.startIn(sshd.directory(), sshd.port())) {
                assertThat(link.machine().run(Command.of("echo", "back")).stdout())
                        .isEqualTo("back\n");
            }
        }
    }

    @Test
    void noticesAServerThatFallsSilent() throws Exception {
        try (var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshMachine machine = connector.link(system(sshd.target())).machine();
            try (Running running = machine.start(Command.of("sleep", "60"))) {
                sshd.freeze();
                assertThat(running.waitFor()).isEqualTo(new ExitStatus.Lost("no sign of life for 3 s"));
            }
        }
    }

    private SshTarget behind(String jump, LocalSshd near, LocalSshd far) throws Exception {
        Path config = Files.createFile(directory.resolve("config"));
        for (LocalSshd hop : List.of(near, far)) {
            Files.writeString(config, hop.configFor(hop == near ? "near" : "far"), StandardOpenOption.APPEND);
        }
        List<String> options = new ArrayList<>(sshd.target("-J", jump).sshOptions());
        options.set(options.indexOf("-F") + 1, config.toString());
        return new SshTarget("127.0.0.1", OptionalInt.of(sshd.port()), Optional.of("root"), options, List.of());
    }

    private static SshTarget system(SshTarget target) {
        return target.over(SshTransport.SYSTEM);
    }

    private static void assertSameFailure(
            SshSettings settings, SshTarget target, Class<? extends TransferFailure> kind) {
        TransferFailure own = failure(settings, target.over(SshTransport.BUILT_IN));
        assertThat(own).isInstanceOf(kind);
        assertThat(failure(settings, system(target))).isEqualTo(own);
    }

    private static String echo(SshSettings settings, SshTarget target) throws Exception {
        try (var connector = new SshConnector(settings, SshPrompts.none())) {
            return connector.link(target).machine().run(Command.of("echo", "x")).stdout();
        }
    }

    private static TransferFailure failure(SshSettings settings, SshTarget target) {
        try (var connector = new SshConnector(settings, SshPrompts.none())) {
            SshLink link = connector.link(target);
            return catchThrowableOfType(TransferException.class, link::machine).failure();
        }
    }
}
