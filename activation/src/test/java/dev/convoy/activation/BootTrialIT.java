package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
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
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system with convoy's NixOS module is on trial when it boots first: confirmed, or gone back from by one restart. */
class BootTrialIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RUN = "r-1";

    private final Activator activator = new Activator(event -> {}, Clock.systemUTC());
    private TestHost host;
    private BootedHost module;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        host = new TestHost(root);
        host.installSystemd();
        host.write("nix/boot-default", host.old + "\n");
        module = new BootedHost(host).withModuleIn(host.old).withModuleIn(host.fresh);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void whatBootsIsConfirmedAfterItsFirstBoot() throws Exception {
        deploy(LONG);
        module.boot();

        Trial trial = onTrial();
        assertThat(trial.running()).isEqualTo(host.fresh);
        assertThat(trial.extend(LONG)).isTrue();
        assertThat(trial.confirm()).isInstanceOf(Activated.class);

        host.assertBoots(host.fresh);
        assertOver("activated");
        assertThat(restarts()).isZero();
        module.boot();
        host.assertRuns(host.fresh);
        assertThat(restarts()).isZero();
    }

    @Test
    void nobodyIsKeptFromTheHostBeforeItBoots() throws Exception {
        deploy(LONG);

        HostState state = new HostObserver().observe(host);
        assertThat(state.runInProgress()).isEmpty();
        assertThat(state.interrupted()).isEmpty();
        assertThat(state.warnings()).anyMatch(line -> line.contains("on trial") && line.contains(RUN));
        host.assertRuns(host.old);
        assertThat(Files.isSymbolicLink(host.path("nix/var/nix/gcroots/convoy/" + RUN + "/old-profile")))
                .isTrue();
    }

    @Test
    void aBootThatNobodyConfirmsIsGoneBackFrom() throws Exception {
        deploy(Duration.ofSeconds(2));
        module.boot();
        awaitRestart();

        module.boot();

        assertReverted("activation.not-confirmed");
        assertThat(new HostObserver().observe(host).warnings()).anyMatch(line -> line.contains("reverted"));
    }

    @Test
    void convoyTakesBackWhatIsNotWell() throws Exception {
        deploy(LONG);
        module.boot();
        Trial trial = onTrial();
        Thread power = Thread.ofVirtual().start(() -> {
            awaitRestart();
            try {
                module.boot();
            } catch (IOException | InterruptedException e) {
                fail(e);
            }
        });

        assertThat(trial.revert("the shop is closed")).isInstanceOfSatisfying(Reverted.class, reverted -> {
            assertThat(reverted.cause().code()).isEqualTo("activation.withdrawn");
            assertThat(reverted.running()).contains(host.old);
        });
        power.join();
        assertReverted("activation.withdrawn");
    }

    @Test
    void aSystemHasOneBootToBeConfirmedIn() throws Exception {
        deploy(LONG);
        module.boot();
        onTrial();
        module.boot();
        awaitRestart();

        module.boot();

        assertReverted("activation.not-confirmed");
    }

    @Test
    void aConfirmationThatWasWrittenOutlivesAPowerCut() throws Exception {
        deploy(LONG);
        module.boot();
        onTrial();
        host.behave("sync", "case $* in *state*) exec sleep 600 ;; esac");
        host.standIn(host.fresh, "sync");
        host.run(HostScript.ANSWER.command(RUN, "confirm", "").within(LONG));
        // While nothing of it can be written: a supervisor that comes as far as to end the trial leaves no other to a
        // restart.
        host.powerCut();
        host.behave("sync", "");
        module.boot();

        awaitEnd();
        assertOver("activated");
        assertThat(restarts()).isZero();
    }

    @Test
    void aPowerCutBetweenProfileAndBootLoaderIsNoBootOfTheNewSystem() throws Exception {
        host.behave("new-boot", "touch /nix/met; exec sleep 600");
        Thread controller = Thread.ofVirtual().start(() -> {
            try {
                deploy(LONG);
            } catch (Exception | AssertionError e) {
                // The power is gone.
            }
        });
        await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));
        host.behave("new-boot", "");
        controller.interrupt();
        controller.join();

        module.boot();

        assertReverted("activation.interrupted");
        assertThat(restarts()).isZero();
    }

    @Test
    void aPowerCutBeforeTheRunKnowsThatItIsDoneBeginsTheTrial() throws Exception {
        deploy(LONG);
        host.write("var/lib/convoy/runs/" + RUN + "/state", "committing\n");
        module.boot();

        assertThat(onTrial().confirm()).isInstanceOf(Activated.class);
        assertOver("activated");
    }

    @Test
    void whoBootsAnotherSystemIsNotOverruled() throws Exception {
        deploy(LONG);
        module.boot(host.old);

        awaitEnd();
        assertThat(end())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.other-boot"));
        host.assertRuns(host.old);
        host.assertBoots(host.fresh);
        module.boot();
        host.assertRuns(host.fresh);
        assertThat(restarts()).isZero();
        host.assertTidy();
    }

    @Test
    void aHostThatComesUpWithTheNewSystemAgainSaysSoAndStays() throws Exception {
        deploy(Duration.ofSeconds(2));
        module.boot();
        awaitRestart();

        module.boot(host.fresh);

        awaitEnd();
        assertThat(end()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.cause().code()).isEqualTo("activation.revert-failed");
            assertThat(failed.cause().message()).contains("came up with " + host.fresh);
        });
        assertThat(restarts()).isEqualTo(1);
        host.assertTidy();
    }

    @Test
    void aHostWhoseBootLoaderCannotBePutBackSaysSoAndStays() throws Exception {
        deploy(Duration.ofSeconds(2));
        host.behave("old-boot", "exit 1");
        module.boot();

        awaitEnd();
        assertThat(end())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.revert-failed"));
        assertThat(restarts()).isZero();
    }

    @Test
    void theWatchdogGoesOnWithTheTrialOfAKilledSupervisor() throws Exception {
        deploy(LONG);
        module.boot();
        Trial trial = onTrial();
        host.killSupervisor();

        assertThat(trial.confirm()).isInstanceOf(Activated.class);
        assertOver("activated");
    }

    @Test
    void silenceMeansNoAlsoWithoutASupervisor() throws Exception {
        deploy(Duration.ofSeconds(6));
        module.boot();
        onTrial();
        host.killSupervisor();
        awaitRestart();

        module.boot();

        assertReverted("activation.not-confirmed");
    }

    /** A module that did not come up begins its trial when convoy asks. */
    @Test
    void convoyItselfBeginsATrialThatNobodyBegan() throws Exception {
        deploy(LONG);
        host.powerCut();

        assertThat(onTrial().confirm()).isInstanceOf(Activated.class);
        assertOver("activated");
    }

    @Test
    void theSystemBeforeNeedsNoModule() throws Exception {
        Files.delete(
                host.path("nix/store/" + host.old.baseName() + "/etc/systemd/system/convoy-boot-confirmation.service"));
        deploy(Duration.ofSeconds(2));
        module.boot();
        awaitRestart();

        module.boot();

        assertThat(end()).isInstanceOf(Reverted.class);
        assertOver("reverted");
    }

    @Test
    void withoutTheModuleNothingIsPromisedAndTheRunIsOver() throws Exception {
        StorePath plain = host.makeSystem("plain");
        host.installSystemd(plain);

        assertThat(activator.activate(TestLink.to(host), request(RUN, plain, LONG)))
                .isInstanceOfSatisfying(
                        Activated.class,
                        activated -> assertThat(activated.warnings()).isEmpty());
        assertOver("activated");
    }

    @Test
    void whatNeverBootedIsNotGoneBackTo() throws Exception {
        deploy(LONG);
        StorePath third = host.makeSystem("third");
        host.installSystemd(third);
        module.withModuleIn(third);
        activator.activate(TestLink.to(host), request("r-2", third, Duration.ofSeconds(2)));
        assertThat(Ledger.read(host)).hasSize(1);
        module.boot();
        host.assertRuns(third);
        awaitRestart();

        module.boot();

        host.assertRuns(host.old);
        host.assertBoots(host.old);
        assertThat(activator.rejoin(TestLink.to(host), request("r-2", third, LONG)))
                .hasValueSatisfying(
                        begun -> assertThat(((Begun.Ended) begun).outcome()).isInstanceOf(Reverted.class));
        host.assertTidy();
    }

    @Test
    void whatBootsAlreadyIsNotOnTrial() throws Exception {
        assertThat(activator.activate(TestLink.to(host), request(RUN, host.old, LONG)))
                .isInstanceOf(Activated.class);
        assertOver("activated");
    }

    @Test
    void aTrialThatRunsHoldsTheHost() throws Exception {
        deploy(LONG);
        module.boot();
        onTrial();

        assertThat(activator.activate(TestLink.to(host), request("r-2", host.old, LONG)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.host-locked"));
    }

    private void deploy(Duration window) throws InterruptedException {
        assertThat(activator.activate(TestLink.to(host), request(RUN, host.fresh, window)))
                .isInstanceOfSatisfying(
                        Activated.class,
                        activated -> assertThat(activated.warnings()).anyMatch(line -> line.contains("on trial")));
    }

    private static ActivationRequest request(String run, StorePath system, Duration window) {
        return Requests.of(run, ActivationGoal.BOOT, system, Duration.ofSeconds(20), window);
    }

    private Begun rejoined() throws InterruptedException {
        return activator
                .rejoin(TestLink.to(host), request(RUN, host.fresh, LONG))
                .orElseThrow();
    }

    private Trial onTrial() throws InterruptedException {
        Begun begun = rejoined();
        assertThat(begun).as(log()).isInstanceOf(OnTrial.class);
        return ((OnTrial) begun).trial();
    }

    private ActivationOutcome end() throws InterruptedException {
        Begun begun = rejoined();
        assertThat(begun).as(log()).isInstanceOf(Begun.Ended.class);
        return ((Begun.Ended) begun).outcome();
    }

    private void awaitEnd() {
        await().atMost(LONG).until(() -> Files.exists(host.path("var/lib/convoy/runs/" + RUN + "/result")));
    }

    private void awaitRestart() {
        await("restart").atMost(LONG).until(() -> restarts() > 0);
    }

    private int restarts() throws IOException {
        return Collections.frequency(host.calls(), "reboot");
    }

    private String log() {
        try {
            return host.read("var/lib/convoy/runs/" + RUN + "/log");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void assertReverted(String code) throws Exception {
        awaitEnd();
        host.assertRuns(host.old);
        host.assertBoots(host.old);
        assertThat(host.read("nix/boot-default").strip()).isEqualTo(host.old.toString());
        assertThat(end())
                .as(log())
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo(code));
        assertOver("reverted");
    }

    private void assertOver(String result) throws Exception {
        host.assertTidy();
        assertThat(host.path("var/lib/convoy/boot-trial")).doesNotExist();
        assertThat(Ledger.read(host))
                .singleElement()
                .satisfies(entry -> assertThat(entry.result()).isEqualTo(result));
    }
}
