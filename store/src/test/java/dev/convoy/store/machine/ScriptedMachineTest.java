package dev.convoy.store.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ScriptedMachineTest {
    private final ScriptedMachine machine = new ScriptedMachine("web1");

    @Test
    void answersAsItWasTold() throws InterruptedException {
        machine.when("id", "-u").thenPrint("0\n");
        machine.whenStartsWith("nix-store").thenFail(1, "error: no\n").thenPrint("yes");

        assertThat(machine.run(Command.of("id", "-u")).stdout()).isEqualTo("0\n");
        assertThat(machine.run(Command.of("nix-store", "--version")).stderr()).isEqualTo("error: no\n");
        assertThat(machine.run(Command.of("nix-store", "-q")).stdout()).isEqualTo("yes");
        assertThat(machine.run(Command.of("nix-store", "-q")).stdout()).isEqualTo("yes");
        assertThat(machine.commandLines())
                .containsExactly("id -u", "nix-store --version", "nix-store -q", "nix-store -q");
    }

    @Test
    void remembersWhatCameIn() throws InterruptedException {
        machine.whenShell("observe").thenReply(String::toUpperCase);

        Finished finished = machine.run(Command.shell("observe", "cat", "x"), "größe");

        assertThat(finished.stdout()).isEqualTo("GRÖSSE");
        assertThat(machine.ran())
                .singleElement()
                .satisfies(ran -> assertThat(ran.input()).isEqualTo("größe"));
    }

    @Test
    void complainsAboutWhatItWasNotTold() {
        machine.when("id", "-u").thenPrint("0\n");

        assertThatThrownBy(() -> machine.start(Command.of("reboot")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("reboot")
                .hasMessageContaining("id -u");
    }

    @Test
    void printsMoreThanAPipeHolds() throws InterruptedException {
        machine.when("big").thenPrint("x".repeat(1 << 20));

        assertThat(machine.run(Command.of("big")).stdout()).hasSize(1 << 20);
    }

    @Test
    void holdsAConversation() throws IOException, InterruptedException {
        machine.when("count").thenTalk((stdin, stdout, stderr) -> {
            for (int b = stdin.read(); b >= 0; b = stdin.read()) {
                stdout.write(b + 1);
            }
            return new ExitStatus.Exited(7);
        });

        try (Running running = machine.start(Command.of("count"))) {
            running.stdin().write(1);
            assertThat(running.stdout().read()).isEqualTo(2);
            running.stdin().write(9);
            assertThat(running.stdout().read()).isEqualTo(10);
            running.stdin().close();
            assertThat(running.stdout().read()).isEqualTo(-1);
            assertThat(running.waitFor()).isEqualTo(new ExitStatus.Exited(7));
        }
    }

    @Test
    void losesTheConnectionAndGetsItBack() throws InterruptedException {
        machine.when("switch").thenLoseConnection("cable pulled");
        machine.when("true").thenSucceed();

        assertThat(machine.run(Command.of("switch")).exit()).isEqualTo(new ExitStatus.Lost("cable pulled"));
        assertThatThrownBy(() -> machine.run(Command.of("true")))
                .isInstanceOf(MachineException.class)
                .hasMessageContaining("cable pulled");

        machine.restoreConnection();
        assertThat(machine.run(Command.of("true")).isSuccess()).isTrue();
    }

    @Test
    void endsWhatHangsWhenTheConnectionIsLost() throws InterruptedException {
        machine.when("follow").thenHang();
        Running running = machine.start(Command.of("follow"));

        machine.loseConnection("reset");

        assertThat(running.waitFor()).isEqualTo(new ExitStatus.Lost("reset"));
    }

    @Test
    void timesOutWithoutTakingTime() throws InterruptedException {
        machine.when("slow").thenTimeOut();

        assertThat(machine.run(Command.of("slow").within(Duration.ofHours(1))).exit())
                .isEqualTo(new ExitStatus.TimedOut(Duration.ofHours(1)));
    }
}
