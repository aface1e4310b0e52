package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Becoming root with a real sudo and a real user, who is removed afterwards. */
@Timeout(60)
class SudoIT {
    private static final String USER = "convoyit" + ProcessHandle.current().pid();
    private static final String PASSWORD = "correct horse $\\ ü";
    private static final Path SUDOERS = Path.of("/etc/sudoers.d", USER);

    @TempDir
    static Path directory;

    private static LocalSshd sshd;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to add a user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sudo")), "needs sudo");
        sshd = LocalSshd.start(directory);
        LocalSshd.run("useradd", "-M", "-d", "/", "-s", "/bin/bash", USER);
        Process chpasswd = new ProcessBuilder("chpasswd").start();
        chpasswd.getOutputStream()
                .write((USER + ":" + PASSWORD + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        chpasswd.getOutputStream().close();
        assertThat(chpasswd.waitFor()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        if (sshd != null) {
            sshd.close();
            Files.deleteIfExists(SUDOERS);
            LocalSshd.run("userdel", "-f", USER);
        }
    }

    @Test
    void becomesRootWithoutPassword() throws Exception {
        allow("NOPASSWD: ALL");
        try (var connector = connector(false, new AtomicInteger(), "")) {
            SshMachine machine = connector.link(target()).machine();
            assertThat(machine.checkEscalation()).isEmpty();
            assertThat(machine.run(Command.of("id", "-un")).stdout()).isEqualTo(USER + "\n");
            Finished root = machine.run(
                    Command.shell("t", "id -un; cat; echo \"$V $HOME\"")
                            .with("V", "it's")
                            .asRoot(),
                    "in\n");
            assertThat(root.stdout()).isEqualTo("root\nin\nit's /root\n");
            assertThat(root.stderr()).isEmpty();
        }
    }

    @Test
    void becomesRootWithPasswordThatReachesNoCommand() throws Exception {
        allow("ALL");
        AtomicInteger asked = new AtomicInteger();
        try (var connector = connector(true, asked, PASSWORD)) {
            for (int i = 0; i < 2; i++) {
                SshMachine machine = connector.link(target()).machine();
                assertThat(machine.checkEscalation()).isEmpty();
                Finished root = machine.run(Command.shell("t", "id -un; cat").asRoot(), "my input\n");
                assertThat(root).isEqualTo(new Finished(new ExitStatus.Exited(0), "root\nmy input\n", ""));
                Finished script = machine.run(Command.of("/bin/sh", "-s").asRoot(), "echo from script\n");
                assertThat(script.stdout()).isEqualTo("from script\n");
            }
        }
        assertThat(asked).hasValue(1);
    }

    /** A ticket, or a rule for this one command, would leave the line unread: it must be skipped all the same. */
    @Test
    void passwordReachesNoCommandEvenWhereSudoDoesNotWantIt() throws Exception {
        allow("ALL");
        try (var connector = connector(true, new AtomicInteger(), PASSWORD)) {
            SshMachine machine = connector.link(target()).machine();
            assertThat(machine.checkEscalation()).isEmpty();
            allow("NOPASSWD: ALL");
            assertThat(machine.run(Command.of("cat").asRoot(), "my input\n").stdout())
                    .isEqualTo("my input\n");
        }
    }

    @Test
    void doesNotAskWhereNoPasswordIsWanted() throws Exception {
        allow("NOPASSWD: ALL");
        AtomicInteger asked = new AtomicInteger();
        try (var connector = connector(true, asked, "unused")) {
            SshMachine machine = connector.link(target()).machine();
            assertThat(machine.run(Command.of("cat").asRoot(), "in").stdout()).isEqualTo("in");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void refusesWrongPasswordAfterOneAttempt() throws Exception {
        allow("ALL");
        try (var connector = connector(true, new AtomicInteger(), "wrong")) {
            SshMachine machine = connector.link(target()).machine();
            TransferFailure failure = machine.checkEscalation().orElseThrow();
            assertThat(failure).isInstanceOf(TransferFailure.EscalationRefused.class);
            assertThat(failure.message())
                    .contains(USER, "1 incorrect password attempt")
                    .doesNotContain("wrong");
            Command root = Command.of("true").asRoot();
            assertThat(catchThrowableOfType(TransferException.class, () -> machine.start(root))
                            .failure())
                    .isInstanceOf(TransferFailure.EscalationRefused.class);
        }
    }

    @Test
    void saysThatAPasswordIsWanted() throws Exception {
        allow("ALL");
        try (var connector = connector(false, new AtomicInteger(), "")) {
            TransferFailure failure =
                    connector.link(target()).machine().checkEscalation().orElseThrow();
            assertThat(failure.message()).contains("sudo -n -H --", "a password is required");
            assertThat(failure.hints()).anyMatch(h -> h.contains("--ask-sudo-password"));
        }
    }

    @Test
    void saysThatTheUserIsNoSudoer() throws Exception {
        Files.deleteIfExists(SUDOERS);
        try (var connector = connector(true, new AtomicInteger(), PASSWORD)) {
            TransferFailure failure =
                    connector.link(target()).machine().checkEscalation().orElseThrow();
            assertThat(failure).isInstanceOf(TransferFailure.EscalationRefused.class);
            assertThat(failure.message()).contains("not in the sudoers file");
        }
    }

    @Test
    void endsARootCommandAtItsDeadline() throws Exception {
        for (String rule : List.of("NOPASSWD: ALL", "ALL")) {
            allow(rule);
            try (var connector = connector(true, new AtomicInteger(), PASSWORD)) {
                SshMachine machine = connector.link(target()).machine();
                Path mark = directory.resolve("mark");
                Command slow = Command.shell("t", "echo up; sleep 20; touch \"$1\"", mark.toString())
                        .asRoot();
                try (Running running = machine.start(slow.within(Duration.ofSeconds(2)))) {
                    assertThat(running.stdout().read()).isEqualTo('u');
                    assertThat(LocalSshd.hasProcess(mark.toString())).isTrue();
                    assertThat(running.waitFor()).isEqualTo(new ExitStatus.TimedOut(Duration.ofSeconds(2)));
                }
                LocalSshd.awaitNoProcess(mark.toString());
                assertThat(mark).doesNotExist();
            }
        }
    }

    private static void allow(String rule) throws Exception {
        Path fresh = Files.writeString(
                directory.resolve("sudoers"), USER + " ALL=(ALL) " + rule + "\nDefaults:" + USER + " lecture=never\n");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r--r-----"));
        Files.copy(
                fresh,
                SUDOERS,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static SshTarget target() {
        return sshd.targetAs(USER, sshd.path("id"));
    }

    private static SshConnector connector(boolean ask, AtomicInteger asked, String password) {
        var settings = new SshSettings(false, ask, Duration.ofSeconds(10), Duration.ofSeconds(10));
        return new SshConnector(settings, new SshPrompts() {
            @Override
            public Optional<char[]> keyPassphrase(String keyFile) {
                return Optional.empty();
            }

            @Override
            public Optional<char[]> sudoPassword(String user, String host) {
                asked.incrementAndGet();
                return Optional.of(password.toCharArray());
            }
        });
    }
}
