package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.AlreadyCurrent;
import dev.convoy.activation.ActivationOutcome.Degraded;
import dev.convoy.activation.ActivationOutcome.DryRun;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.NeedsReboot;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way an activation can go, with the real scripts on a host whose systems are fakes. */
class ActivatorIT {
    private final List<ActivationEvent> events = new ArrayList<>();
    private final Activator activator = new Activator(events::add, Clock.systemUTC());
    private TestHost host;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        host = new TestHost(root);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void switchTestsFirstAndCommitsThen() throws Exception {
        ActivationOutcome outcome = activate(ActivationGoal.SWITCH);

        assertThat(outcome).isEqualTo(new Activated(host.fresh, List.of()));
        assertThat(host.calls()).containsExactly("new test", "new boot");
        host.assertRuns(host.fresh);
        host.assertBoots(host.fresh);
        host.assertTidy();
        assertThat(steps())
                .containsExactly(
                        "preparing",
                        "prepared",
                        "armed",
                        "testing",
                        "awaiting-confirmation",
                        "committing",
                        "installing-boot-loader",
                        "committed",
                        "ended");
        assertThat(events).contains(new ActivationEvent.LogLine("new: test"));
        LedgerEntry entry = Ledger.read(host).getLast();
        assertThat(entry.operator()).isEqualTo("alice@laptop?run=forged");
        assertThat(entry.previous()).contains(host.old);
        assertThat(entry.revision()).contains("abc123");
        assertThat(entry.dirty()).isTrue();
        assertThat(entry.result()).isEqualTo("activated");
    }

    @Test
    void activationHasTheSameEnvironmentWhoeverStartsIt() throws Exception {
        activate(ActivationGoal.TEST);

        assertThat(host.read("nix/umask").strip()).isEqualTo("0022");
        assertThat(host.read("nix/environment").lines().map(line -> line.replaceFirst("=.*", "")))
                .containsOnly("HOME", "LC_ALL", "LOGNAME", "PATH", "PWD", "USER");
    }

    @Test
    void whatRunsAndBootsAlreadyIsLeftAlone() throws Exception {
        activate(ActivationGoal.SWITCH);

        ActivationOutcome outcome = activator.activate(TestLink.to(host), request("r-2", ActivationGoal.SWITCH));

        assertThat(outcome).isEqualTo(new AlreadyCurrent(host.fresh));
        assertThat(host.calls()).hasSize(2);
        host.assertTidy();
    }

    @Test
    void testLeavesTheProfileAlone() throws Exception {
        assertThat(activate(ActivationGoal.TEST)).isInstanceOf(Activated.class);

        host.assertRuns(host.fresh);
        host.assertBoots(host.old);
        assertThat(host.calls()).containsExactly("new test");
    }

    @Test
    void bootNeverTouchesWhatRuns() throws Exception {
        assertThat(activate(ActivationGoal.BOOT)).isEqualTo(new Activated(host.old, List.of()));

        host.assertRuns(host.old);
        host.assertBoots(host.fresh);
        assertThat(host.calls()).containsExactly("new boot");
    }

    @Test
    void failingTestPutsTheOldSystemBackAndNeverTouchesTheProfile() throws Exception {
        host.behave("new-test", "ln -sfn \"$self\" /run/current-system; echo 'tmpfiles broke'; exit 2");

        ActivationOutcome outcome = activate(ActivationGoal.SWITCH);

        assertThat(outcome).isInstanceOfSatisfying(Reverted.class, reverted -> {
            assertThat(reverted.running()).contains(host.old);
            assertThat(reverted.cause().code()).isEqualTo("activation.switch-failed");
            assertThat(reverted.cause().log()).contains("tmpfiles broke");
            assertThat(reverted.cause().hints()).isNotEmpty();
        });
        assertThat(host.calls()).containsExactly("new test", "old test");
        host.assertRuns(host.old);
        host.assertBoots(host.old);
        host.assertTidy();
        assertThat(Ledger.read(host).getLast().result()).isEqualTo("reverted");
    }

    @Test
    void switchThatEndsWellWithoutTheNewSystemRunningIsReverted() throws Exception {
        host.behave("new-test", "exit 0");

        assertThat(activate(ActivationGoal.SWITCH))
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.not-in-force"));
    }

    @Test
    void revertThatFailsIsSaid() throws Exception {
        host.behave("new-test", "ln -sfn \"$self\" /run/current-system; exit 2");
        host.behave("old-test", "exit 1");

        assertThat(activate(ActivationGoal.SWITCH)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.running()).contains(host.fresh);
            assertThat(failed.cause().code()).isEqualTo("activation.revert-failed");
        });
        host.assertBoots(host.old);
        host.assertTidy();
    }

    @Test
    void switchThatHangsIsEndedAndReverted() throws Exception {
        host.behave("new-test", "ln -sfn \"$self\" /run/current-system; sleep 100");

        assertThat(activator.activate(TestLink.to(host), request("r-1", ActivationGoal.SWITCH, Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.switch-timeout"));
        host.assertRuns(host.old);
    }

    @Test
    void exitStatusFourIsDegradedAndCommitted() throws Exception {
        host.behave("new-test", "echo 'warning: the following units failed: a.service, b.service'; code=4");

        assertThat(activate(ActivationGoal.SWITCH))
                .isEqualTo(new Degraded(
                        host.fresh,
                        List.of(new FailedUnit("a.service", List.of()), new FailedUnit("b.service", List.of()))));
        host.assertBoots(host.fresh);
        assertThat(Ledger.read(host).getLast().result()).isEqualTo("degraded");
    }

    @Test
    void unitsThatHadFailedBeforeAreNotBlamed() throws Exception {
        host.installSystemd();
        host.write("nix/failed-units", "weary.service\n");
        host.behave("new-test", "code=4");

        assertThat(activate(ActivationGoal.SWITCH))
                .isInstanceOfSatisfying(
                        Activated.class,
                        activated -> assertThat(activated.warnings())
                                .singleElement()
                                .asString()
                                .contains("had failed before"));
        assertThat(host.read("nix/systemd-run")).contains("--unit=convoy-r-1").doesNotContain("--pipe");
    }

    @Test
    void newlyFailedUnitComesWithItsJournal() throws Exception {
        host.installSystemd();
        host.write("nix/failed-units", "weary.service\n");
        host.behave("new-test", "echo nginx.service >>/nix/failed-units; code=4");

        assertThat(activate(ActivationGoal.SWITCH))
                .isEqualTo(new Degraded(
                        host.fresh, List.of(new FailedUnit("nginx.service", List.of("last words of nginx.service")))));
    }

    @Test
    void bootLoaderThatFailsTakesEverythingBack() throws Exception {
        host.behave("new-boot", "echo 'No space left on device'; exit 1");

        assertThat(activate(ActivationGoal.SWITCH))
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.boot-failed"));
        assertThat(host.calls()).containsExactly("new test", "new boot", "old boot", "old test");
        assertThat(host.linkTarget("nix/var/nix/profiles/system")).isEqualTo("system-1-link");
        assertThat(Files.exists(
                        host.path("nix/var/nix/profiles/system-2-link"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        host.assertRuns(host.old);
        host.assertTidy();
    }

    @Test
    void failedBootGoalRestoresTheProfileAndNeverSwitchesLive() throws Exception {
        host.behave("new-boot", "exit 1");

        assertThat(activate(ActivationGoal.BOOT)).isInstanceOf(Reverted.class);
        assertThat(host.calls()).containsExactly("new boot", "old boot");
        host.assertBoots(host.old);
    }

    @Test
    void profileThatCannotBeSetTakesTheLiveSystemBack() throws Exception {
        host.behave("nix-env", "exit 1");

        assertThat(activate(ActivationGoal.SWITCH))
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.profile-failed"));
        assertThat(host.calls()).containsExactly("new test", "old test");
        host.assertBoots(host.old);
    }

    @Test
    void hostThatMovedSinceThePlanIsNotTouched() throws Exception {
        var request = new ActivationRequest(
                "r-1",
                ActivationGoal.SWITCH,
                host.fresh,
                Optional.of(host.makeSystem("planned")),
                new Specialisation.Kept(),
                new Provenance("alice", Optional.empty(), false, Optional.empty()),
                new Terms(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), WhenStuck.STOP));

        assertFailed(activator.activate(TestLink.to(host), request), "activation.host-moved");
        assertThat(host.calls()).isEmpty();
        assertThat(Ledger.read(host)).isEmpty();
    }

    @Test
    void systemThatIsNotThereIsNotTried() throws Exception {
        StorePath missing = StorePath.parse("/nix/store/00000000000000000000000000000000-nixos-missing");
        assertFailed(activator.activate(TestLink.to(host), request("r-1", missing)), "activation.system-missing");

        Files.delete(host.path("nix/store/" + host.fresh.baseName() + "/bin/switch-to-configuration"));
        assertFailed(activator.activate(TestLink.to(host), request("r-2", host.fresh)), "activation.not-a-system");
    }

    @Test
    void whatOnlyARebootCanDoIsSaidAndNothingIsChanged() throws Exception {
        host.behave("new-test", "exit 100");
        assertThat(activate(ActivationGoal.SWITCH)).isInstanceOf(NeedsReboot.class);

        host.behave("new-test", "echo 'There are changes to critical components of the system:'; exit 1");
        assertThat(activator.activate(TestLink.to(host), request("r-2", ActivationGoal.SWITCH)))
                .isInstanceOf(NeedsReboot.class);
        assertThat(host.calls()).containsExactly("new test", "new test");
        host.assertBoots(host.old);
    }

    @Test
    void lockOfAnotherSwitchIsTheReasonAndNothingIsReverted() throws Exception {
        host.behave("new-test", "echo 'Could not acquire lock'; exit 11");

        assertFailed(activate(ActivationGoal.SWITCH), "activation.switch-locked");
        assertThat(host.calls()).containsExactly("new test");
    }

    @Test
    void preSwitchCheckThatRefusesIsTheReasonAndNothingIsReverted() throws Exception {
        host.behave("new-test", "echo \"Pre-switch check 'disk' failed\"; exit 1");

        assertFailed(activate(ActivationGoal.SWITCH), "activation.check-refused");
        assertThat(host.calls()).containsExactly("new test");
    }

    @Test
    void sameStatusWithoutThatTextIsAFailure() throws Exception {
        host.behave("new-test", "exit 11");

        assertThat(activate(ActivationGoal.SWITCH)).isInstanceOf(Reverted.class);
    }

    @Test
    void firstSystemOfAHostHasNothingToGoBackTo() throws Exception {
        Files.delete(host.path("run/current-system"));
        Files.delete(host.path("nix/var/nix/profiles/system"));
        Files.delete(host.path("nix/var/nix/profiles/system-1-link"));
        // The fake nix-env is found through the running system; here there is none.
        Files.createDirectories(host.path("nix/var/nix/profiles/default"));
        Files.createSymbolicLink(host.path("nix/var/nix/profiles/default/bin"), Path.of(host.old + "/sw/bin"));
        host.behave("new-test", "exit 2");
        assertFailed(activate(ActivationGoal.SWITCH), "activation.switch-failed");

        host.behave("new-test", "");
        assertThat(activator.activate(TestLink.to(host), request("r-2", ActivationGoal.SWITCH)))
                .isInstanceOf(Activated.class);
        assertThat(Ledger.read(host).getLast().previous()).isEmpty();
    }

    @Test
    void dryActivationLeavesNothingBehind() throws Exception {
        host.behave("new-dry-activate", "echo 'would restart the following units: nginx.service'");

        assertThat(activate(ActivationGoal.DRY_ACTIVATE))
                .isEqualTo(
                        new DryRun(List.of("new: dry-activate", "would restart the following units: nginx.service")));
        assertThat(host.path("var/lib/convoy")).doesNotExist();
        assertThat(host.path("nix/var/nix/gcroots")).doesNotExist();

        host.behave("new-dry-activate", "exit 1");
        assertFailed(activate(ActivationGoal.DRY_ACTIVATE), "activation.dry-activate-failed");
    }

    @Test
    void keepsTheFilesOfTenRuns() throws Exception {
        for (int run = 0; run < 13; run++) {
            activator.activate(TestLink.to(host), request("r-" + run, run % 2 == 0 ? host.fresh : host.old));
        }

        try (var runs = Files.list(host.path("var/lib/convoy/runs"))) {
            assertThat(runs).hasSize(10);
        }
        assertThat(Ledger.read(host)).hasSize(13);
        assertThat(Generations.read(host)).hasSize(14).last().satisfies(last -> {
            assertThat(last.current()).isTrue();
            assertThat(last.running()).isTrue();
            assertThat(last.kernelVersion()).contains("6.12.9");
            assertThat(last.nixosVersion()).contains("25.11.test");
        });
    }

    private ActivationOutcome activate(ActivationGoal goal) throws InterruptedException {
        return activator.activate(TestLink.to(host), request("r-1", goal));
    }

    private ActivationRequest request(String runId, ActivationGoal goal) {
        return request(runId, goal, Duration.ofSeconds(20));
    }

    private ActivationRequest request(String runId, StorePath toplevel) {
        return Requests.of(runId, ActivationGoal.SWITCH, toplevel, Duration.ofSeconds(20));
    }

    private ActivationRequest request(String runId, ActivationGoal goal, Duration deadline) {
        return Requests.of(runId, goal, host.fresh, deadline);
    }

    private List<String> steps() {
        return events.stream()
                .filter(ActivationEvent.StepReached.class::isInstance)
                .map(event -> ((ActivationEvent.StepReached) event).step())
                .toList();
    }

    private static void assertFailed(ActivationOutcome outcome, String code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo(code));
    }
}
