package dev.convoy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.BootFiles;
import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Failure;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private static final StorePath OLD = States.system('a', "web1", "1");
    private static final StorePath NEW = States.system('b', "web1", "2");
    private static final String PUBLIC_CACHE = "cache.nixos.org-1:6NCHdD59X431o0gWypbMrAURkbJ16ZPMQFGspcDShjY=";
    private static final PublicKey KEY = PublicKey.parse("convoy-1:A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");

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
        assertThat(problems(Goal.SWITCH, States.host("web1", NEW), States.running(OLD), OptionalLong.of(1 << 20)))
                .isEmpty();
    }

    @Test
    void allProblemsAreFoundNotOnlyTheFirst() {
        HostState state = States.troubled(
                OLD, 1 << 20, new HostLock("run-1", "eve@laptop", Instant.EPOCH, Optional.empty(), Optional.empty()));
        assertThat(problems(Goal.SWITCH, States.host("web1", NEW), state, OptionalLong.of(1 << 20)))
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
        assertThat(problems(Goal.SWITCH, States.host("web1", NEW), state, OptionalLong.empty()))
                .extracting(Failure::message)
                .containsExactly(
                        "no command can run as root: sudo: a password is required",
                        "the host's Nix accepts no unsigned paths from the login user");
        assertThat(problems(Goal.BUILD, States.host("web1", NEW), state, OptionalLong.empty()))
                .isEmpty();
    }

    @Test
    void whatIsSignedWithAKeyThatTheHostTrustsIsTakenFromAnyone() {
        assertThat(untrusted("a password is required", Optional.of(KEY), PUBLIC_CACHE, KEY.toString()))
                .isEmpty();
    }

    @Test
    void aKeyThatTheHostDoesNotTrustIsShown() {
        assertThat(untrusted("not in the sudoers file", Optional.of(KEY), PUBLIC_CACHE))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("plan.not-trusted");
                    assertThat(problem.message()).contains("convoy-1");
                    assertThat(problem.hints().getFirst()).endsWith("trusted-public-keys there: " + KEY);
                });
    }

    @Test
    void whatIsNearestIsSaidFirst() {
        assertThat(untrusted("sudo: a password is required", Optional.empty(), PUBLIC_CACHE))
                .singleElement()
                .satisfies(problem -> assertThat(problem.hints().getFirst()).contains("--ask-sudo-password"));
        assertThat(untrusted("not in the sudoers file", Optional.empty(), PUBLIC_CACHE, KEY.toString()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.hints().getFirst())
                        .contains("--sign-with", "convoy-1")
                        .doesNotContain("cache.nixos.org"));
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
        assertThat(problems(Goal.SWITCH, States.host("web1", NEW), States.withRoom(OLD, 0), OptionalLong.empty()))
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

    private static List<Failure> problems(Goal goal, HostSpec host, HostState state, OptionalLong bytesToCopy) {
        return new Readiness(goal, Optional.empty()).problems(host, state, bytesToCopy);
    }

    private static List<Failure> untrusted(String why, Optional<PublicKey> signer, String... keys) {
        return new Readiness(Goal.PUSH, signer)
                .problems(States.host("web1", NEW), States.withoutRoot(OLD, why, keys), OptionalLong.empty());
    }
}
