package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that break, go silent, or exchange keys under load. */
@Timeout(90)
@Order(1)
class LossIT {
    private static final SshSettings QUICK =
            new SshSettings(false, false, Duration.ofSeconds(2), Duration.ofSeconds(1));

    @TempDir
    Path directory;

    @Test
    void commandIsLostWhenTheServerIsKilled() throws Exception {
        try (var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            SshMachine machine = link.machine();
            try (Running running = machine.start(Command.shell("t", "echo started; sleep 60"))) {
                assertThat(running.stdout().read()).isEqualTo('s');
                sshd.kill();
                assertThat(running.waitFor()).isInstanceOf(ExitStatus.Lost.class);
            }
            assertThat(machine.isAlive()).isFalse();
            assertThatThrownBy(() -> machine.start(Command.of("true"))).isInstanceOf(MachineException.class);
            assertThatThrownBy(link::machine)
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            e -> assertThat(e.failure())
                                    .isInstanceOf(TransferFailure.Unreachable.class)
                                    .extracting(TransferFailure::message)
                                    .asString()
                                    .contains("root@127.0.0.1 port " + sshd.port(), "refused"));
        }
    }

    @Test
    void opensANewConnectionAfterALoss() throws Exception {
        try (var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            link.machine();
            sshd.kill();
            try (var _ = LocalSshd.startIn(sshd.directory(), sshd.port())) {
                assertThat(link.reconnect().run(Command.of("echo", "back")).stdout())
                        .isEqualTo("back\n");
            }
        }
    }

    @Test
    void noticesAServerThatFallsSilent() throws Exception {
        try (var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshMachine machine = connector.link(sshd.target()).machine();
            try (Running running = machine.start(Command.of("sleep", "60"))) {
                sshd.freeze();
                assertThat(running.waitFor()).isEqualTo(new ExitStatus.Lost("no sign of life for 3 s"));
            }
        }
    }

    @Test
    void closingTheMachineEndsItsCommands() throws Exception {
        try (var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshMachine machine = connector.link(sshd.target()).machine();
            String mark = directory.resolve("mark").toString();
            Running running = machine.start(Command.shell("t", "echo up; sleep 60; touch \"$1\"", mark));
            assertThat(running.stdout().read()).isEqualTo('u');
            assertThat(LocalSshd.hasProcess(mark)).isTrue();
            machine.close();
            assertThat(LocalSshd.hasProcess(mark)).isFalse();
        }
    }

    @Test
    void takesLeaveOnceOfAFrozenHost() throws Exception {
        try (var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshMachine machine = connector.link(sshd.target()).machine();
            Running running = machine.start(Command.shell("t", "echo up; sleep 60"));
            assertThat(running.stdout().read()).isEqualTo('u');
            sshd.freeze();
            running.close();
            long begin = System.nanoTime();
            running.close();
            machine.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void staysConnectedWhileNothingHappens() throws Exception {
        try (var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshMachine machine = connector.link(sshd.target()).machine();
            assertThat(machine.run(Command.of("sleep", "8")).isSuccess()).isTrue();
        }
    }

    @Test
    void givesUpOnAServerThatSaysNothingAtAll() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                var sshd = LocalSshd.start(directory);
                var connector = new SshConnector(QUICK, SshPrompts.none())) {
            SshTarget known = sshd.target();
            SshTarget target = new SshTarget(
                    "127.0.0.1",
                    java.util.OptionalInt.of(silent.getLocalPort()),
                    known.user(),
                    known.sshOptions(),
                    List.of());
            assertThatThrownBy(() -> connector.link(target).machine())
                    .isInstanceOfSatisfying(
                            TransferException.class,
                            e -> assertThat(e.failure().message()).contains("no SSH handshake within"));
        }
    }

    @Test
    void exchangesKeysUnderLoadInBothDirections() throws Exception {
        try (var sshd = LocalSshd.start(directory, "RekeyLimit 16M");
                var connector = new SshConnector(
                        new SshSettings(false, false, Duration.ofSeconds(5), Duration.ofSeconds(2)),
                        SshPrompts.none())) {
            SshMachine machine = connector.link(sshd.target()).machine();
            try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                var echo = threads.submit(() -> echo(machine, 150L << 20));
                var small = threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        assertThat(machine.run(Command.of("echo", "x")).stdout())
                                .isEqualTo("x\n");
                    }
                    return true;
                });
                assertThat(echo.get()).isEqualTo(150L << 20);
                assertThat(small.get()).isTrue();
            }
        }
    }

    private static long echo(SshMachine machine, long bytes) throws Exception {
        try (Running running = machine.start(Command.of("cat"))) {
            Thread feeder = Thread.ofVirtual().start(() -> feed(running.stdin(), bytes));
            long total = 0;
            byte[] block = new byte[64 << 10];
            InputStream in = running.stdout();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                total += n;
            }
            feeder.join();
            return total;
        }
    }

    private static void feed(OutputStream stdin, long bytes) {
        byte[] block = new byte[64 << 10];
        try (stdin) {
            for (long sent = 0; sent < bytes; sent += block.length) {
                stdin.write(block);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
