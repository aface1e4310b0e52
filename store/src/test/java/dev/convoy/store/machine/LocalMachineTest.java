package dev.convoy.store.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalMachineTest {
    private final Machine machine =
            new LocalMachine(Map.of("CONVOY_TEST_A", "from machine", "CONVOY_TEST_B", "machine"));

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void tellsBothOutputsAndTheExitStatusApart() throws InterruptedException {
        Finished finished = sh("echo out; echo err >&2; exit 3");

        assertThat(finished).isEqualTo(new Finished(new ExitStatus.Exited(3), "out\n", "err\n"));
        assertThat(finished.isSuccess()).isFalse();
    }

    @Test
    void passesArgumentsUnchanged() throws InterruptedException {
        Command command = Command.shell("args", "printf '%s|' \"$0\" \"$@\"", "a b", "", "$HOME", "'\"", "*");

        assertThat(machine.run(command).stdout()).isEqualTo("args|a b||$HOME|'\"|*|");
    }

    @Test
    void feedsInputAndClosesIt() throws InterruptedException {
        String input = "größe\n".repeat(100_000);

        assertThat(machine.run(Command.of("cat"), input).stdout()).isEqualTo(input);
    }

    @Test
    void doesNotMindCommandsThatIgnoreTheirInput() throws InterruptedException {
        assertThat(machine.run(Command.of("true"), "x".repeat(1 << 20)).isSuccess())
                .isTrue();
    }

    @Test
    void drainsBothOutputsSideBySide() throws InterruptedException {
        Finished finished =
                sh("i=0; while [ $i -lt 20000 ]; do echo 0123456789; echo abcdefghij >&2; i=$((i+1)); done");

        assertThat(finished.stdout()).hasSize(20_000 * 11);
        assertThat(finished.stderr()).hasSize(64 << 10).endsWith("abcdefghij\n");
    }

    @Test
    void keepsOnlyTheFirstSixteenMebibytesOfOutput() throws InterruptedException {
        Finished finished = sh("head -c 20000000 /dev/zero | tr '\\0' x; echo the end");

        assertThat(finished.stdout()).hasSize(16 << 20).doesNotContain("end");
        assertThat(finished.isSuccess()).isTrue();
    }

    @Test
    void commandsVariablesWinOverTheMachines() throws InterruptedException {
        Command command = Command.of("/bin/sh", "-c", "echo $CONVOY_TEST_A, $CONVOY_TEST_B")
                .with("CONVOY_TEST_B", "command");

        assertThat(machine.run(command).stdout()).isEqualTo("from machine, command\n");
    }

    @Test
    void endsACommandWithItsDescendantsAtTheDeadline() throws InterruptedException, IOException {
        Command command =
                Command.of("/bin/sh", "-c", "sleep 1000 & echo $!; wait").within(Duration.ofMillis(300));

        Finished finished = machine.run(command);

        assertThat(finished.exit()).isEqualTo(new ExitStatus.TimedOut(Duration.ofMillis(300)));
        assertThat(ProcessHandle.of(Long.parseLong(finished.stdout().strip())).filter(ProcessTree::isRunning))
                .isEmpty();
    }

    @Test
    void deadlineCountsAlsoWhereNobodyWaits() throws IOException {
        try (Running running = machine.start(Command.of("sleep", "1000").within(Duration.ofMillis(200)))) {
            assertThat(running.stdout().read()).isEqualTo(-1);
        }
    }

    @Test
    void endsByForceWhatDoesNotListen() throws InterruptedException {
        Command command = Command.of("/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done")
                .within(Duration.ofMillis(200));

        assertThat(machine.run(command).exit()).isInstanceOf(ExitStatus.TimedOut.class);
    }

    @Test
    void doesNotWaitForTheOutputOfAProcessLeftBehind() throws InterruptedException {
        Finished finished = sh("sleep 1000 & sleep 0.2; echo $!"); // by then the outputs are being read

        assertThat(finished.exit()).isEqualTo(new ExitStatus.Exited(0));
        assertThat(ProcessHandle.of(Long.parseLong(finished.stdout().strip())).map(ProcessHandle::destroy))
                .contains(true);
    }

    @Test
    void namesTheSignalThatEndedACommand() throws InterruptedException {
        assertThat(sh("kill -KILL $$").exit()).isEqualTo(new ExitStatus.Signalled("KILL"));
    }

    @Test
    void saysWhatCouldNotBeStarted() {
        assertThatThrownBy(() -> machine.start(Command.of("/nonexistent/program", "--secret")))
                .isInstanceOf(MachineException.class)
                .hasMessageContaining("cannot start /nonexistent/program on this machine");
        assertThatThrownBy(() -> machine.start(Command.of("echo", "a\0b"))).isInstanceOf(MachineException.class);
    }

    @Test
    void closingARunningCommandEndsIt() throws InterruptedException {
        Running running = machine.start(Command.of("sleep", "1000"));

        running.close();

        assertThat(running.waitFor()).isEqualTo(new ExitStatus.Signalled("TERM"));
    }

    @Test
    void closingTheMachineEndsEverythingOnItAndRefusesMore() throws InterruptedException {
        List<Running> all = List.of(machine.start(Command.of("sleep", "1000")), machine.start(Command.of("cat")));

        machine.close();

        for (Running running : all) {
            assertThat(running.waitFor()).isEqualTo(new ExitStatus.Signalled("TERM"));
        }
        assertThatThrownBy(() -> machine.start(Command.of("true"))).isInstanceOf(MachineException.class);
    }

    @Test
    void talksBothWaysWhileItRuns() throws IOException, InterruptedException {
        try (Running running = machine.start(Command.of("/bin/sh", "-c", "while read l; do echo \"<$l>\"; done"))) {
            for (String line : List.of("one", "two")) {
                running.stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                running.stdin().flush();
                byte[] answer = running.stdout().readNBytes(line.length() + 3);
                assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("<" + line + ">\n");
            }
            running.stdin().close();
            assertThat(running.waitFor().isSuccess()).isTrue();
        }
    }

    @Test
    void escalatesOnlyWhatNeedsRoot() throws InterruptedException {
        Command command = Command.of("/bin/sh", "-c", "echo $ROOT $CONVOY_TEST_A $CONVOY_TEST_B")
                .with("CONVOY_TEST_B", "b");
        try (Machine unprivileged = new LocalMachine(Map.of("CONVOY_TEST_A", "a"), List.of("env", "ROOT=yes"))) {
            assertThat(unprivileged.run(command).stdout()).isEqualTo("a b\n");
            assertThat(unprivileged.run(command.asRoot()).stdout()).isEqualTo("yes a b\n");
        }
    }

    /** sudo drops the environment. */
    @Test
    void variablesSurviveTheEscalation() throws InterruptedException {
        Command command = Command.of("/bin/sh", "-c", "echo $CONVOY_TEST_A $CONVOY_TEST_B")
                .with("CONVOY_TEST_B", "b");
        try (Machine unprivileged = new LocalMachine(Map.of("CONVOY_TEST_A", "a"), List.of("env", "-i"))) {
            assertThat(unprivileged.run(command.asRoot()).stdout()).isEqualTo("a b\n");
        }
    }

    /** What runs as root can only be ended by root, so the signal is sent with the same escalation. */
    @Test
    void endsEscalatedCommandsThroughTheEscalation(@TempDir Path directory) throws InterruptedException, IOException {
        Path log = directory.resolve("log");
        Path fakeSudo = Files.writeString(directory.resolve("sudo"), "echo \"$1 $2\" >> " + log + "; exec \"$@\"\n");
        try (Machine unprivileged = new LocalMachine(Map.of(), List.of("/bin/sh", fakeSudo.toString()))) {
            Command command = Command.of("sleep", "1000").asRoot().within(Duration.ofMillis(200));

            assertThat(unprivileged.run(command).exit()).isInstanceOf(ExitStatus.TimedOut.class);
            assertThat(log).content().startsWith("sleep 1000\nkill -TERM\n");
        }
    }

    @Test
    void rootNeedsNoEscalation() throws InterruptedException {
        Assumptions.assumeTrue(sh("id -u").stdout().equals("0\n"), "this test runs as root only");

        assertThat(machine.run(Command.of("/bin/sh", "-c", "echo ${SUDO_USER:-none}")
                                .asRoot())
                        .stdout())
                .isEqualTo("none\n");
    }

    private Finished sh(String script) throws InterruptedException {
        return machine.run(Command.shell("test", script));
    }
}
