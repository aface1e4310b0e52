package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.activation.Restart.Restarted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartIT {
    private final Restart restart = new Restart(event -> {}, Clock.systemUTC());

    @Test
    void hostIsBackWhenItIsAnotherBoot(@TempDir Path root) throws Exception {
        try (TestHost host = new TestHost(root)) {
            host.installSystemd();
            Thread power = Thread.ofVirtual().start(() -> goesDownWhenTold(host));

            assertThat(restart.run(TestLink.to(host), Duration.ofSeconds(60)))
                    .isInstanceOfSatisfying(
                            Restarted.Back.class,
                            back -> assertThat(back.running()).isEqualTo(Optional.of(host.old)));

            power.join();
            assertThat(host.calls()).containsExactly("reboot");
        }
    }

    @Test
    void hostWithoutSystemdIsNotRestarted(@TempDir Path root) throws Exception {
        try (TestHost host = new TestHost(root)) {
            assertThat(restart.run(TestLink.to(host), Duration.ofSeconds(60)))
                    .isInstanceOfSatisfying(
                            Restarted.Refused.class,
                            refused -> assertThat(refused.cause().code()).isEqualTo("activation.not-restarted"));
        }
    }

    private static void goesDownWhenTold(TestHost host) {
        await().until(() -> host.calls().contains("reboot"));
        try {
            host.powerCut();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
