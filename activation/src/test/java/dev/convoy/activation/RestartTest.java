package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.Restart.Restarted;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartTest {
    private static final StorePath NEW = StorePath.parse("/nix/store/0c0ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-new");

    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final SteppingClock clock = new SteppingClock();

    @Test
    void waitsUntilItIsAnotherBoot() throws InterruptedException {
        machine.whenShell("convoy-boot")
                .thenPrint("boot\t1\nboot_id\ta\nend\tok\n")
                .thenPrint("boot\t1\nboot_id\ta\nend\tok\n")
                .thenPrint("boot\t1\nboot_id\tb\nrunning\t" + NEW + "\nend\tok\n");
        machine.whenShell("convoy-restart").thenPrint("restart\t1\nend\tok\n");

        assertThat(restart()).isEqualTo(new Restarted.Back("b", Optional.of(NEW), Optional.empty()));
        assertThat(machine.commandLines())
                .filteredOn(line -> line.contains("convoy-restart a"))
                .hasSize(1);
    }

    @Test
    void hostThatNeverGoesDownIsNotTakenForRestarted() throws InterruptedException {
        machine.whenShell("convoy-boot").thenPrint("boot\t1\nboot_id\ta\nend\tok\n");
        machine.whenShell("convoy-restart").thenPrint("restart\t1\nend\tok\n");

        assertThat(restart())
                .isInstanceOfSatisfying(
                        Restarted.Away.class,
                        away -> assertThat(away.cause().code()).isEqualTo("activation.not-back"));
    }

    @Test
    void hostThatCannotBeRestartedSaysWhy() throws InterruptedException {
        machine.whenShell("convoy-boot").thenPrint("boot\t1\nboot_id\ta\nend\tok\n");
        machine.whenShell("convoy-restart").thenPrint("restart\t1\nproblem\tno systemd\nend\tok\n");

        assertThat(restart())
                .isInstanceOfSatisfying(
                        Restarted.Refused.class,
                        refused -> assertThat(refused.cause().message()).contains("no systemd"));
    }

    private Restarted restart() throws InterruptedException {
        return new Restart(event -> {}, clock, clock::advance).run(TestLink.to(machine), Duration.ofMinutes(5));
    }
}
