package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.AlreadyCurrent;
import dev.convoy.activation.ActivationOutcome.Degraded;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.NeedsReboot;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final StorePath NEW = StorePath.parse("/nix/store/0c0ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-new");
    private static final StorePath OLD = StorePath.parse("/nix/store/1b1ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-old");

    @Test
    void whatTheSupervisorClaimsCountsOnlyIfTheHostRunsIt() {
        assertThat(judge(ActivationGoal.SWITCH, NEW, OLD, "result.outcome\tactivated"))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.cause().code()).isEqualTo("activation.not-in-force");
                    assertThat(failed.cause().message()).contains("boots " + OLD);
                });
        assertThat(judge(ActivationGoal.SWITCH, OLD, OLD, "result.outcome\talready-current"))
                .isInstanceOf(Failed.class);
        assertThat(judge(ActivationGoal.SWITCH, NEW, OLD, "result.outcome\treverted", "before.running\t" + OLD))
                .isInstanceOf(Failed.class);
    }

    @Test
    void eachGoalIsInForceInItsOwnWay() {
        String activated = "result.outcome\tactivated";
        assertThat(judge(ActivationGoal.SWITCH, NEW, NEW, activated)).isEqualTo(new Activated(NEW, List.of()));
        assertThat(judge(ActivationGoal.TEST, NEW, OLD, activated)).isEqualTo(new Activated(NEW, List.of()));
        assertThat(judge(ActivationGoal.BOOT, OLD, NEW, activated)).isEqualTo(new Activated(OLD, List.of()));
        assertThat(judge(ActivationGoal.SWITCH, NEW, NEW, "result.outcome\talready-current"))
                .isEqualTo(new AlreadyCurrent(NEW));
    }

    @Test
    void blamesOnlyUnitsThatHadNotFailedBefore() {
        assertThat(judge(
                        ActivationGoal.SWITCH,
                        NEW,
                        NEW,
                        "result.outcome\tactivated",
                        "result.exit\t4",
                        "systemd\tyes",
                        "failed_before\told.service",
                        "failed_unit\told.service",
                        "failed_unit\tnew.service",
                        "journal\tnew.service\tbind: address\tin use",
                        "journal\tnew.service-other\tnot its line"))
                .isEqualTo(new Degraded(NEW, List.of(new FailedUnit("new.service", List.of("bind: address\tin use")))));
    }

    @Test
    void unitThatFailsAfterASuccessfulSwitchIsSeen() {
        assertThat(judge(
                        ActivationGoal.TEST,
                        NEW,
                        OLD,
                        "result.outcome\tactivated",
                        "result.exit\t0",
                        "systemd\tyes",
                        "failed_unit\tnew.service"))
                .isInstanceOf(Degraded.class);
    }

    @Test
    void revertedHostIsAsBeforeAndSaysWhy() {
        assertThat(judge(
                        ActivationGoal.SWITCH,
                        OLD,
                        OLD,
                        "result.outcome\treverted",
                        "result.code\tactivation.boot-failed",
                        "result.message\tno space",
                        "before.running\t" + OLD,
                        "before.profile\t" + OLD,
                        "log\tlast line"))
                .isInstanceOfSatisfying(Reverted.class, reverted -> {
                    assertThat(reverted.cause().message()).isEqualTo("no space");
                    assertThat(reverted.cause().log()).containsExactly("last line");
                    assertThat(reverted.cause().hints()).anyMatch(hint -> hint.contains("/boot"));
                });
    }

    @Test
    void needForARebootChangesNothing() {
        assertThat(judge(ActivationGoal.SWITCH, OLD, OLD, "result.outcome\tneeds-reboot", "result.message\tinit"))
                .isEqualTo(new NeedsReboot(NEW, "init; nothing was changed"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ActivationGoal.class,
            names = {"TEST", "SWITCH", "BOOT"})
    void withoutAResultNothingIsTakenForSuccess(ActivationGoal goal) {
        assertThat(judge(goal, NEW, NEW, "begun\tyes", "step\tcommitting"))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.running()).contains(NEW);
                    assertThat(failed.cause().code()).isEqualTo("activation.interrupted");
                    assertThat(failed.cause().message()).contains("committing");
                });
        assertThat(judge(goal, OLD, OLD))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.not-started"));
    }

    @Test
    void hostThatWasRestartedMeanwhileIsTold() {
        assertThat(judge(
                        ActivationGoal.SWITCH,
                        OLD,
                        OLD,
                        "begun\tyes",
                        "step\ttesting",
                        "boot_id\tb",
                        "before.boot_id\ta"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().message())
                                .isEqualTo("the host was restarted during testing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void runThatCouldNotLeaveItsResultIsNotSaidToHaveBeenInterrupted(String boot) {
        assertThat(judge(
                        ActivationGoal.SWITCH,
                        OLD,
                        OLD,
                        "begun\tyes",
                        "step\tended",
                        "boot_id\t" + boot,
                        "before.boot_id\ta"))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.running()).contains(OLD);
                    assertThat(failed.cause().message())
                            .isEqualTo(
                                    "the run came to its end on the host and could not leave its result there, as on a disk that is full");
                });
    }

    private static ActivationOutcome judge(ActivationGoal goal, StorePath running, StorePath profile, String... facts) {
        String answer = "conclude\t1\nrunning\t" + running + "\nprofile\t" + profile + "\n" + String.join("\n", facts)
                + "\nend\tok\n";
        return new Verdict(
                        Requests.of("r-1", goal, NEW, Duration.ofMinutes(1)),
                        HostAnswer.parse(answer, "conclude").orElseThrow(),
                        List.of())
                .outcome();
    }
}
