package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshCommandIT {
    private static final Pattern EXEC = Pattern.compile("server_input_channel_req: channel (\\d+) request exec");

    @TempDir
    static Path directory;

    private static LocalSshd sshd;
    private static SshConnector connector;
    private static SshMachine machine;

    @BeforeAll
    static void connect() throws Exception {
        sshd = LocalSshd.start(directory, "MaxSessions 4");
        connector = new SshConnector(SshSettings.defaults(), SshPrompts.none());
        machine = connector.link(sshd.target()).machine();
    }

    @AfterAll
    static void disconnect() {
        if (connector != null) {
            connector.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void runsCommandAndTellsItsOutputAndExit() throws Exception {
        Finished finished = machine.run(Command.shell("t", "cat; echo err >&2; exit 7"), "hello");
        assertThat(finished).isEqualTo(new Finished(new ExitStatus.Exited(7), "hello", "err\n"));
    }

    @Test
    void passesArgumentsThroughUnharmed() throws Exception {
        List<String> odd =
                List.of("it's", "a\\b", "new\nline", "tab\t", "!bang", "$HOME `x` \"q\"", "", "%s", "ü€", "\\n", "-n");
        List<String> line = new ArrayList<>(List.of("/usr/bin/printf", "[%s]"));
        line.addAll(odd);
        assertThat(machine.run(Command.of(line)).stdout()).isEqualTo("[" + String.join("][", odd) + "]");
    }

    @Test
    void tellsTheSignalThatEndedACommand() throws Exception {
        assertThat(machine.run(Command.shell("t", "kill -KILL $$")).exit()).isEqualTo(new ExitStatus.Signalled("KILL"));
    }

    @Test
    void sendsAndReceivesAHundredMegabytesAtOnce() throws Exception {
        long bytes = 100L << 20;
        try (Running running = machine.start(Command.of("cat").within(Duration.ofSeconds(50)))) {
            Thread feeder = Thread.ofVirtual().start(() -> feed(running.stdin(), bytes));
            assertThat(count(running.stdout())).isEqualTo(bytes);
            feeder.join();
            assertThat(running.waitFor()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    void survivesAFloodOnStandardError() throws Exception {
        Finished finished = machine.run(Command.shell("t", "head -c 20000000 /dev/zero >&2; echo done"));
        assertThat(finished.stdout()).isEqualTo("done\n");
        assertThat(finished.stderr()).hasSize(64 << 10);
    }

    @Test
    void letsGoOfInputThatACommandDoesNotRead() throws Exception {
        try (Running running = machine.start(Command.shell("t", "sleep 0.2; exit 3"))) {
            Thread feeder = Thread.ofVirtual().start(() -> feed(running.stdin(), 50L << 20));
            assertThat(running.waitFor()).isEqualTo(new ExitStatus.Exited(3));
            feeder.join();
        }
        assertThat(machine.run(Command.of("echo", "alive")).stdout()).isEqualTo("alive\n");
    }

    @Test
    void keepsBytesThatAreNoText() throws Exception {
        try (Running running = machine.start(Command.of("printf", "\\377\\000\\200"))) {
            assertThat(running.stdout().readAllBytes()).containsExactly(0xff, 0, 0x80);
        }
    }

    @Test
    void takesALargeEnvironment() throws Exception {
        String large = "x y\n".repeat(18_000);
        Finished finished = machine.run(Command.shell("t", "printf %s \"$BIG\" | wc -c")
                .with("BIG", large)
                .with("A", "1"));
        assertThat(finished.stdout().strip()).isEqualTo(Integer.toString(large.length()));
    }

    @Test
    void refusesWhatNoHostCouldTake() {
        Command command = Command.of("true").with("BIG", "x".repeat(140_000));
        assertThatThrownBy(() -> machine.start(command))
                .isInstanceOf(MachineException.class)
                .hasMessageContaining("pass long values on standard input");
    }

    @Test
    void saysWhichCommandIsNotThere() throws Exception {
        Finished finished = machine.run(Command.of("no-such-program"));
        assertThat(finished.exit()).isEqualTo(new ExitStatus.Exited(127));
        assertThat(finished.stderr()).contains("no-such-program").hasLineCount(1);
    }

    @Test
    void asksForTheNextCommandsChannelBeforeThisOneStarts() throws Exception {
        try (var telling = LocalSshd.start(directory, "LogLevel DEBUG1");
                var other = connector.link(telling.target())) {
            other.machine().run(Command.of("true"));
            other.machine().run(Command.of("true"));
            await().untilAsserted(() ->
                    assertThat(requests(telling)).containsExactly("open 0", "open 1", "exec 0", "open 2", "exec 1"));
        }
    }

    private static List<String> requests(LocalSshd server) {
        var opened = new AtomicInteger();
        return server.log().stream()
                .flatMap(line -> line.contains("server_input_channel_open: ctype session")
                        ? Stream.of("open " + opened.getAndIncrement())
                        : EXEC.matcher(line).results().map(match -> "exec " + match.group(1)))
                .toList();
    }

    @Test
    void queuesCommandsThatTheHostHasNoSessionFor() throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<Finished>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(threads.submit(() -> machine.run(Command.shell("t", "sleep 0.1; echo ok"))));
            }
            for (var one : all) {
                assertThat(one.get().stdout()).isEqualTo("ok\n");
            }
        }
    }

    @Test
    void endsACommandAtItsDeadline() throws Exception {
        Path mark = directory.resolve("still-there");
        Finished finished = machine.run(
                Command.shell("t", "sleep 3; touch \"$1\"", mark.toString()).within(Duration.ofMillis(300)));
        assertThat(finished.exit()).isEqualTo(new ExitStatus.TimedOut(Duration.ofMillis(300)));
        LocalSshd.awaitNoProcess(mark.toString());
        assertThat(mark).doesNotExist();
    }

    @Test
    void endsACommandThatIsLeft() throws Exception {
        Path mark = directory.resolve("left");
        Running left = machine.start(Command.shell("t", "echo up; sleep 3; touch \"$1\"", mark.toString()));
        assertThat(left.stdout().read()).isEqualTo('u');
        assertThat(LocalSshd.hasProcess(mark.toString())).isTrue();
        left.close();
        LocalSshd.awaitNoProcess(mark.toString());
        assertThat(mark).doesNotExist();
    }

    @Test
    void whoeverIsCalledOffTakesNothingFromTheOthers() throws Exception {
        Queue<Exception> ends = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 20; i++) {
            Thread calledOff = Thread.ofVirtual().start(() -> run(ends, "echo", "nobody reads this"));
            Thread.sleep(Duration.ofMillis(i));
            calledOff.interrupt();
            calledOff.join();
            assertThat(machine.run(Command.of("echo", "alive")).stdout())
                    .as("after %d", i)
                    .isEqualTo("alive\n");
        }
        assertThat(ends).isNotEmpty().hasOnlyElementsOfType(InterruptedException.class);
        try (Running _ = machine.start(Command.of("cat"));
                Running _ = machine.start(Command.of("cat"));
                Running _ = machine.start(Command.of("cat"))) {
            assertThat(machine.startIfRoom(Command.of("true"))).isPresent();
        }
    }

    private static void run(Queue<Exception> ends, String... words) {
        try {
            machine.run(Command.of(words));
        } catch (InterruptedException | RuntimeException e) {
            ends.add(e);
        }
    }

    @Test
    void letsACommandEndByItselfThatIsLeft() throws Exception {
        Path over = directory.resolve("over");
        Running command =
                machine.start(Command.shell("t", "echo up; cat; sleep 0.5; echo over >\"$1\"", over.toString()));
        assertThat(command.stdout().read()).isEqualTo('u');
        command.leave();
        await().until(() -> Files.exists(over));
    }

    @Test
    void endsACommandThatIsLeftAndStays() throws Exception {
        String mark = directory.resolve("stays").toString();
        Running command = machine.start(Command.shell("t", "echo up; sleep 60; touch \"$1\"", mark));
        assertThat(command.stdout().read()).isEqualTo('u');
        command.leave();
        await().atMost(Duration.ofSeconds(20)).until(() -> !LocalSshd.hasProcess(mark));
    }

    @Test
    void leavingAFloodKeepsTheConnection() throws Exception {
        for (int i = 0; i < 10; i++) {
            Running flood = machine.start(Command.of("yes"));
            flood.stdout().readNBytes(1 << 20);
            flood.close();
            assertThat(flood.stdout().read()).isGreaterThanOrEqualTo(-1);
        }
        assertThat(machine.run(Command.of("echo", "alive")).stdout()).isEqualTo("alive\n");
    }

    @Test
    void runsAsRootWithoutEscalationWhereTheUserIsRoot() throws Exception {
        assertThat(machine.checkEscalation()).isEmpty();
        assertThat(machine.run(Command.of("id", "-u").asRoot()).stdout()).isEqualTo("0\n");
    }

    private static void feed(OutputStream stdin, long bytes) {
        byte[] block = new byte[64 << 10];
        try (stdin) {
            for (long sent = 0; sent < bytes; sent += block.length) {
                stdin.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("does not read any more");
        }
    }

    private static long count(InputStream in) throws IOException {
        byte[] block = new byte[64 << 10];
        long total = 0;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            total += n;
        }
        return total;
    }
}
