package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.activation.Begun.OnTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new system that runs and waits for its confirmation, with the real scripts on a host whose systems are fakes. */
class TrialIT {
    private final Activator activator = new Activator(event -> {}, Clock.systemUTC());
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
    void newSystemRunsAndIsNotWhatBootsUntilItIsConfirmed() throws Exception {
        Trial trial = begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(30));

        assertThat(trial.running()).isEqualTo(host.fresh);
        assertThat(host.read("var/lib/convoy/runs/r-1/state").strip()).isEqualTo("awaiting-confirmation");
        host.assertRuns(host.fresh);
        host.assertBoots(host.old);

        assertThat(trial.confirm()).isInstanceOf(Activated.class);
        host.assertBoots(host.fresh);
        host.assertTidy();
        assertThat(host.read("var/lib/convoy/runs/r-1/state").strip()).isEqualTo("committed");
    }

    @Test
    void confirmationGoesOverANewConnection() throws Exception {
        TestLink link = TestLink.to(host);
        Trial trial = begin(link, ActivationGoal.SWITCH, Duration.ofSeconds(30));
        assertThat(link.connections()).isEqualTo(1);

        trial.confirm();

        assertThat(link.connections()).isEqualTo(2);
    }

    @Test
    void anotherConvoyConfirmsWhatTheFirstOneLeftOnTrial() throws Exception {
        assertThat(rejoin()).isEmpty();
        begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(30));

        Trial trial = ((OnTrial) rejoin().orElseThrow()).trial();
        assertThat(trial.confirm()).isInstanceOf(Activated.class);

        host.assertBoots(host.fresh);
        assertThat(rejoin()).hasValueSatisfying(begun -> assertThat(begun).isInstanceOf(Begun.Ended.class));
        assertThat(host.calls()).containsExactly("new test", "new boot");
    }

    @Test
    void silenceMeansNo() throws Exception {
        begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(1));

        await().untilAsserted(() ->
                assertThat(host.path("var/lib/convoy/runs/r-1/result")).exists());

        host.assertRuns(host.old);
        host.assertBoots(host.old);
        host.assertTidy();
        assertThat(host.calls()).containsExactly("new test", "old test");
        assertThat(Ledger.read(host).getLast().result()).isEqualTo("reverted");
        assertThat(activator.activate(TestLink.to(host), request(ActivationGoal.SWITCH, Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.not-confirmed"));
    }

    @Test
    void confirmationThatComesTooLateIsToldThatTheHostWentBack() throws Exception {
        Trial trial = begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(1));
        await().until(() -> Files.exists(host.path("var/lib/convoy/runs/r-1/result")));

        assertThat(trial.confirm()).isInstanceOf(Reverted.class);
        assertThat(trial.extend(Duration.ofSeconds(10))).isFalse();
        host.assertBoots(host.old);
    }

    @Test
    void systemThatIsNotWantedGoesWithItsReason() throws Exception {
        Trial trial = begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(30));

        assertThat(trial.revert("https://web1/ answers 500\nrun=forged"))
                .isInstanceOfSatisfying(Reverted.class, reverted -> {
                    assertThat(reverted.cause().code()).isEqualTo("activation.withdrawn");
                    assertThat(reverted.cause().message()).isEqualTo("https://web1/ answers 500 run=forged");
                });
        host.assertRuns(host.old);
        assertThat(trial.confirm()).as("the first answer counts").isInstanceOf(Reverted.class);
    }

    @Test
    void heartbeatKeepsTheTrialAliveAndNeverShortensIt() throws Exception {
        Trial trial = begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(2));
        assertThat(trial.extend(Duration.ofMinutes(5))).isTrue();
        String deadline = host.read("var/lib/convoy/runs/r-1/deadline");

        assertThat(trial.extend(Duration.ofSeconds(1))).isTrue();

        assertThat(host.read("var/lib/convoy/runs/r-1/deadline")).isEqualTo(deadline);
        assertThat(trial.confirm()).isInstanceOf(Activated.class);
    }

    @Test
    void goalTestIsConfirmedToo() throws Exception {
        assertThat(begin(TestLink.to(host), ActivationGoal.TEST, Duration.ofSeconds(30))
                        .confirm())
                .isInstanceOf(Activated.class);

        host.assertRuns(host.fresh);
        host.assertBoots(host.old);
        assertThat(host.calls()).containsExactly("new test");
    }

    @Test
    void trialIsTakenUpAgainByItsRunId() throws Exception {
        begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(30));

        Trial again = begin(TestLink.to(host), ActivationGoal.SWITCH, Duration.ofSeconds(30));

        assertThat(again.confirm()).isInstanceOf(Activated.class);
        assertThat(host.calls()).containsExactly("new test", "new boot");
    }

    private Trial begin(TestLink link, ActivationGoal goal, Duration window) throws InterruptedException {
        Begun begun = activator.begin(link, request(goal, window));
        assertThat(begun).isInstanceOf(OnTrial.class);
        return ((OnTrial) begun).trial();
    }

    private Optional<Begun> rejoin() throws InterruptedException {
        return activator.rejoin(TestLink.to(host), request(ActivationGoal.SWITCH, Duration.ofSeconds(30)));
    }

    private ActivationRequest request(ActivationGoal goal, Duration window) {
        return Requests.of("r-1", goal, host.fresh, Duration.ofSeconds(20), window);
    }
}
