package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.NeedsReboot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A supervisor that is lost when it knows the end, and has not told it yet: whoever goes on tells it in its place. */
class LostAtTheEndIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Activator activator = new Activator(event -> {}, Clock.systemUTC());
    private TestHost host;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        host = new TestHost(root);
        host.standIn(host.old, "sync");
        host.behave("sync", """
                if [ "$(cat "$1/state" 2>/dev/null)" = untouched ] && ! [ -e /nix/met ]; then touch /nix/met; sleep 300; fi""");
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "power cut"})
    void whyTheHostRefusedIsTold(String how) throws Exception {
        host.behave("new-test", "echo \"Pre-switch check 'shop' failed\"; exit 1");

        assertThat(lost(how))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.check-refused"));
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"killed", "power cut"})
    void thatTheSystemNeedsARebootIsTold(String how) throws Exception {
        host.behave("new-test", "exit 100");

        assertThat(lost(how)).isInstanceOf(NeedsReboot.class);
        assertUntouched();
    }

    /** As convoy learns it when it comes back. */
    private ActivationOutcome lost(String how) throws Exception {
        Thread controller = Thread.ofVirtual().start(() -> {
            try {
                run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(LONG).until(() -> Files.exists(host.path("nix/met")));
        controller.interrupt();
        controller.join();
        if (how.equals("killed")) {
            host.killSupervisor();
        } else {
            host.powerCut();
        }
        return run();
    }

    private ActivationOutcome run() throws InterruptedException {
        return activator.activate(
                TestLink.to(host), Requests.of("r-1", ActivationGoal.SWITCH, host.fresh, Duration.ofMinutes(6), LONG));
    }

    private void assertUntouched() throws Exception {
        host.assertRuns(host.old);
        host.assertBoots(host.old);
        host.assertTidy();
        assertThat(Ledger.read(host)).isEmpty();
    }
}
