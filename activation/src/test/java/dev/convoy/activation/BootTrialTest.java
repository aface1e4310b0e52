package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationOutcome.Indeterminate;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.activation.Begun.Ended;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.store.machine.Answers;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hosts whose first boot is a trial, and whose time for it is shorter than what else has to be waited for. */
class BootTrialTest {
    private static final StorePath OLD = StorePath.parse("/nix/store/1c0ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-old");
    private static final StorePath NEW = StorePath.parse("/nix/store/0c0ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-new");
    private static final ActivationRequest REQUEST =
            Requests.of("r-1", ActivationGoal.BOOT, NEW, Duration.ofSeconds(10), Duration.ofSeconds(4));

    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final SteppingClock clock = new SteppingClock();
    private Duration passed = Duration.ZERO;

    /** Longer than its window and a switch, by far: firmware takes its time. */
    @Test
    void aHostThatGoesBackByARestartIsWaitedForUntilItIsThere() throws InterruptedException {
        Answers answers = machine.whenShell("convoy-conclude");
        for (int lost = 0; lost < 30; lost++) {
            answers = answers.thenFinish(lost());
        }
        answers.thenPrint(
                "conclude\t1\nbegun\tyes\nstate\treverted\nboot_id\tc\nbefore.boot_id\ta\nrunning\t" + OLD
                        + "\nprofile\t" + OLD + "\nbefore.running\t" + OLD + "\nbefore.profile\t" + OLD
                        + "\nresult.outcome\treverted\nresult.code\tactivation.not-confirmed\nresult.message\tnobody came\nend\tok\n");
        machine.whenShell("convoy-follow").thenPrint("follow\t1\nlife\tended\nbytes\t0\nend\tok\n");

        assertThat(ended(activator().rejoin(TestLink.to(machine), REQUEST)))
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().hints())
                                .anyMatch(hint -> hint.contains("raise --boot-confirm-timeout")));
        assertThat(passed).isGreaterThan(Duration.ofMinutes(4));
    }

    @Test
    void oneThatWentBackBeforeItWasAskedIsNotTakenForDone() throws InterruptedException {
        machine.whenShell("convoy-boot")
                .thenFinish(lost())
                .thenPrint("boot\t1\nboot_id\tc\nrunning\t" + OLD + "\nend\tok\n");

        assertThat(ended(bootTrial())).isInstanceOfSatisfying(Reverted.class, reverted -> {
            assertThat(reverted.running()).contains(OLD);
            assertThat(reverted.cause().code()).isEqualTo("activation.not-confirmed");
        });
    }

    @Test
    void oneThatIsOutOfReachAgainIsUnknown() throws InterruptedException {
        machine.whenShell("convoy-boot").thenFinish(lost());

        assertThat(ended(bootTrial()))
                .isInstanceOfSatisfying(
                        Indeterminate.class,
                        unknown -> assertThat(unknown.cause().message()).contains("out of reach again"));
    }

    @Test
    void oneWhoseBootIsNoTrialIsNone() throws InterruptedException {
        machine.whenShell("convoy-boot").thenPrint("boot\t1\nboot_id\tb\nrunning\t" + NEW + "\nend\tok\n");

        assertThat(bootTrial()).isEmpty();
    }

    private Optional<Begun> bootTrial() throws InterruptedException {
        return activator()
                .bootTrial(
                        TestLink.to(machine),
                        new Restarted.Back("b", Optional.of(NEW), Optional.of(NEW)),
                        REQUEST.terms());
    }

    private Activator activator() {
        return new Activator(event -> {}, clock, time -> {
            passed = passed.plus(time);
            clock.advance(time);
        });
    }

    private static ActivationOutcome ended(Optional<Begun> begun) {
        assertThat(begun).containsInstanceOf(Ended.class);
        return ((Ended) begun.orElseThrow()).outcome();
    }

    private static Finished lost() {
        return new Finished(new ExitStatus.Lost("reset by peer"), "", "");
    }
}
