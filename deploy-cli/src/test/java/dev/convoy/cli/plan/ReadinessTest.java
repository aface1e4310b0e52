package dev.convoy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.BootFiles;
import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Failure;
import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final StorePath OLD = States.system('a', "web1", "1");
    private static final StorePath NEW = States.system('b', "web1", "2");

    @Test
    void aHostThatRunsAndBootsTheSystemIsUnchanged() {
        HostState state = States.running(NEW);
        for (Goal goal : Goal.values()) {
            assertThat(Readiness.isUnchanged(goal, NEW, state)).as(goal.word()).isEqualTo(goal != Goal.BUILD);
            assertThat(Readiness.isUnchanged(goal, OLD, state)).as(goal.word()).isFalse();
        }
    }

    @Test
    void aHealthyHostHasNoProblems() {
        assertThat(Readiness.problems(
                        Goal.SWITCH, States.host("web1", NEW), States.running(OLD), OptionalLong.of(1 << 20)))
                .isEmpty();
    }

    @Test
    void allProblemsAreFoundNotOnlyTheFirst() {
        HostState state = States.troubled(
                OLD, 1 << 20, new HostLock("run-1", "eve@laptop", Instant.EPOCH, Optional.empty(), Optional.empty()));
        assertThat(Readiness.problems(Goal.SWITCH, States.host("web1", NEW), state, OptionalLong.of(1 << 20)))
                .extracting(Failure::code)
                .containsExactly(
                        "plan.wrong-platform",
                        "plan.store-not-writable",
                        "plan.run-in-progress",
                        "plan.disk-too-small");
    }

    @Test
    void withoutRootNothingIsActivatedAndUntrustedNothingIsCopied() {
        HostState state = States.withoutRoot(OLD, "sudo: a password is required");
        assertThat(Readiness.problems(Goal.SWITCH, States.host("web1", NEW), state, OptionalLong.empty()))
                .extracting(Failure::message)
                .containsExactly(
                        "no command can run as root: sudo: a password is required",
                        "the host's Nix accepts no unsigned paths from the login user");
        assertThat(Readiness.problems(Goal.BUILD, States.host("web1", NEW), state, OptionalLong.empty()))
                .isEmpty();
    }

    @Test
    void aClosureThatDoesNotFitIsRefused() {
        assertThat(Readiness.tooSmall(States.withRoom(OLD, 10 << 20), 1 << 20)).isEmpty();
        assertThat(Readiness.tooSmall(States.withRoom(OLD, 10 << 20), 10 << 20))
                .map(Failure::message)
                .contains("its /nix has 10 MiB free, and this needs 12 MiB");
    }

    @Test
    void aFullDiskIsRefusedBeforeTheSizeIsKnown() {
        assertThat(Readiness.problems(
                        Goal.SWITCH, States.host("web1", NEW), States.withRoom(OLD, 0), OptionalLong.empty()))
                .extracting(Failure::code)
                .containsExactly("plan.disk-too-small");
    }

    @Test
    void onlyWhatBothSidesSayCallsForAReboot() {
        var booted = new BootFiles(Optional.of("k1"), Optional.of("i1"), Optional.empty(), Optional.of("quiet"));
        var wanted = new BootFiles(Optional.of("k2"), Optional.of("i1"), Optional.of("m2"), Optional.of("loud"));
        assertThat(RebootNeed.of(booted, wanted)).containsExactly("kernel", "kernel parameters");
        assertThat(RebootNeed.of(booted, booted)).isEmpty();
    }
}
