package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.activation.Begun.OnTrial;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Supervisors that are killed and power that is cut, in every state: somebody always goes on, or the next one does. */
class CutOffIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Activator activator = new Activator(event -> {}, Clock.systemUTC());
    private TestHost host;

    /** Whoever talks to the host meanwhile. */
    private Thread controller = Thread.ofVirtual().start(() -> {});

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        host = new TestHost(root);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchdogTakesBackWhatAKilledSupervisorWasTesting(boolean systemd) throws Exception {
        withSystemd(systemd);
        meets("new-test", "ln -sfn \"$self\" /run/current-system");
        host.killSupervisor();

        awaitEnd();

        assertOnOldSystem();
        assertThat(outcome()).isInstanceOfSatisfying(Reverted.class, reverted -> {
            assertThat(reverted.cause().code()).isEqualTo("activation.interrupted");
            assertThat(reverted.cause().message()).contains("supervisor was ended", "testing");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trialOutlivesItsSupervisorAndCanBeConfirmed(boolean systemd) throws Exception {
        withSystemd(systemd);
        Trial trial = begin(Duration.ofSeconds(40));
        host.killSupervisor();

        assertThat(new HostObserver()
                        .observe(host)
                        .runInProgress()
                        .orElseThrow()
                        .state())
                .contains("awaiting-confirmation");
        assertThat(trial.confirm()).isInstanceOf(Activated.class);
        assertOnNewSystem();
    }

    @Test
    void trialWithoutASupervisorEndsAtItsDeadline() throws Exception {
        begin(Duration.ofSeconds(3));
        host.killSupervisor();

        awaitEnd();

        assertOnOldSystem();
    }

    @Test
    void hostWhoseSupervisorWasKilledIsStillHeld() throws Exception {
        begin(Duration.ofSeconds(40));
        host.killSupervisor();

        assertThat(activator.activate(TestLink.to(host), request("r-2", host.makeSystem("other"), LONG)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.host-locked"));
    }

    @Test
    void watchdogFinishesWhatWasConfirmed() throws Exception {
        Trial trial = begin(LONG);
        meets("new-boot", "");
        inBackground(trial::confirm);
        await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));
        host.killSupervisor();

        awaitEnd();

        controller.join();
        assertOnNewSystem();
        assertThat(outcome()).isInstanceOf(Activated.class);
        assertThat(Ledger.read(host)).hasSize(1);
    }

    @Test
    void watchdogGoesOnGoingBack() throws Exception {
        Trial trial = begin(LONG);
        meets("old-test", "");
        inBackground(() -> trial.revert("not wanted"));
        await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));
        host.killSupervisor();

        awaitEnd();

        controller.join();
        assertOnOldSystem();
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.withdrawn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"new-test", "awaiting", "old-test"})
    void powerCutBeforeTheCommitEndsOnTheOldSystem(String moment) throws Exception {
        if (moment.equals("new-test")) {
            meets("new-test", "ln -sfn \"$self\" /run/current-system");
        } else {
            Trial trial = begin(LONG);
            if (moment.equals("old-test")) {
                meets("old-test", "");
                inBackground(() -> trial.revert("not wanted"));
                await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));
            }
        }

        cutThePower();

        HostState state = new HostObserver().observe(host);
        assertThat(state.interrupted()).contains("r-1");
        assertThat(state.runInProgress()).as("the host is free").isEmpty();
        assertThat(outcome())
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().message())
                                .contains(moment.equals("old-test") ? "not wanted" : "the host was restarted"));
        assertOnOldSystem();
        assertThat(new HostObserver().observe(host).interrupted()).isEmpty();
    }

    @Test
    void powerCutWhileCommittingEndsOnWhatTheHostBoots() throws Exception {
        Trial trial = begin(LONG);
        meets("new-boot", "");
        inBackground(trial::confirm);
        await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));

        cutThePower();

        // The profile was set; the host of this test boots what the profile says.
        assertThat(outcome()).isInstanceOf(Activated.class);
        assertOnNewSystem();
    }

    @Test
    void nextRunFinishesWhatNobodyCameBackFor() throws Exception {
        begin(LONG);
        cutThePower();

        assertThat(activator.activate(TestLink.to(host), request("r-2", host.fresh, LONG)))
                .isInstanceOf(Activated.class);

        assertThat(Ledger.read(host)).extracting(LedgerEntry::result).containsExactly("reverted", "activated");
        assertThat(new HostObserver().observe(host).interrupted()).isEmpty();
        host.assertTidy();
    }

    @Test
    void lockOfALivingRunIsFreedOnlyWhenToldWhichOne() throws Exception {
        begin(LONG);

        assertThat(Unlocking.ofDead(TestLink.to(host))).isInstanceOf(Unlocking.Unlocked.Refused.class);
        assertThat(Unlocking.ofLiving(TestLink.to(host), "another")).isInstanceOf(Unlocking.Unlocked.Refused.class);
        host.assertRuns(host.fresh);
        assertThat(Unlocking.ofLiving(TestLink.to(host), "r-1")).isInstanceOf(Unlocking.Unlocked.Freed.class);

        assertOnOldSystem();
        assertThat(Unlocking.ofDead(TestLink.to(host))).isInstanceOf(Unlocking.Unlocked.WasFree.class);
    }

    @Test
    void unlockingEndsAHangingRunAndPutsTheOldSystemBack() throws Exception {
        meets("new-test", "ln -sfn \"$self\" /run/current-system");

        assertThat(Unlocking.ofLiving(TestLink.to(host), "r-1")).isInstanceOf(Unlocking.Unlocked.Freed.class);

        assertOnOldSystem();
    }

    @Test
    void unlockingBringsADeadRunToItsEnd() throws Exception {
        begin(LONG);
        cutThePower();

        assertThat(Unlocking.ofDead(TestLink.to(host))).isInstanceOf(Unlocking.Unlocked.Freed.class);

        assertOnOldSystem();
        assertThat(new HostObserver().observe(host).interrupted()).isEmpty();
    }

    private void withSystemd(boolean systemd) throws IOException {
        if (systemd) {
            host.installSystemd();
        }
    }

    /** The next call of this kind waits until it is killed; for {@code new-test} the run is begun, too. */
    private void meets(String call, String before) throws IOException {
        host.behave(call, before + "\n[ -e /nix/met ] || { touch /nix/met; sleep 300; }");
        if (call.equals("new-test")) {
            inBackground(() -> begin(LONG));
            await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));
        }
    }

    private void inBackground(Interruptible what) {
        controller = Thread.ofVirtual().start(() -> quietly(what));
    }

    /** The controller goes first: it would look at the host as soon as it is back, and bring the run to its end. */
    private void cutThePower() throws IOException, InterruptedException {
        controller.interrupt();
        controller.join();
        host.powerCut();
    }

    private Trial begin(Duration window) throws InterruptedException {
        Begun begun = activator.begin(TestLink.to(host), request("r-1", host.fresh, window));
        assertThat(begun).isInstanceOf(OnTrial.class);
        return ((OnTrial) begun).trial();
    }

    /** As convoy learns it when it comes back. */
    private ActivationOutcome outcome() throws InterruptedException {
        return activator.activate(TestLink.to(host), request("r-1", host.fresh, LONG));
    }

    private void awaitEnd() {
        await().atMost(LONG).until(() -> Files.exists(host.path("var/lib/convoy/runs/r-1/result")));
    }

    private void assertOnOldSystem() throws IOException {
        host.assertRuns(host.old);
        host.assertBoots(host.old);
        host.assertTidy();
    }

    private void assertOnNewSystem() throws IOException {
        host.assertRuns(host.fresh);
        host.assertBoots(host.fresh);
        host.assertTidy();
    }

    private static ActivationRequest request(String run, StorePath system, Duration window) {
        return Requests.of(run, ActivationGoal.SWITCH, system, Duration.ofMinutes(6), window);
    }

    /** Its connection is cut with everything else; what became of it is read again. */
    private static void quietly(Interruptible what) {
        try {
            what.run();
        } catch (InterruptedException | AssertionError e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }
}
