package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.activation.Begun.OnTrial;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.store.path.StorePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shells that hosts have for {@code /bin/sh}: each runs every script of an activation, and each end of it. */
class EveryShellIT {
    private final Activator activator = new Activator(event -> {}, Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void activatesRevertsAndIsKilled(String shell, @TempDir Path root) throws Exception {
        Path program = Path.of("/usr/bin", shell);
        assumeTrue(Files.isExecutable(program), shell + " is not installed");
        try (TestHost host = new TestHost(root, program)) {
            assertThat(new HostObserver().observe(host).running()).contains(host.old);

            assertThat(begin(host, "r-1").revert("not wanted")).isInstanceOf(Reverted.class);
            host.assertRuns(host.old);

            Trial killed = begin(host, "r-2");
            host.killSupervisor();
            assertThat(killed.extend(Duration.ofMinutes(5))).isTrue();
            assertThat(killed.confirm()).isInstanceOf(Activated.class);
            host.assertBoots(host.fresh);
            host.assertTidy();

            assertThat(activator.activate(TestLink.to(host), request("r-3", host.old)))
                    .isInstanceOf(Activated.class);
            assertThat(Ledger.read(host)).hasSize(3);
            assertThat(Generations.read(host)).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void goesBackFromABootAndIsConfirmedAfterOne(String shell, @TempDir Path root) throws Exception {
        Path program = Path.of("/usr/bin", shell);
        assumeTrue(Files.isExecutable(program), shell + " is not installed");
        try (TestHost host = new TestHost(root, program)) {
            host.installSystemd();
            var boots = new BootedHost(host).withModuleIn(host.old).withModuleIn(host.fresh);
            assertThat(activator.activate(TestLink.to(host), boot("r-1", host.fresh, Duration.ofSeconds(1))))
                    .isInstanceOf(Activated.class);
            boots.boot();
            await().atMost(Duration.ofSeconds(60)).until(() -> host.calls().contains("reboot"));
            boots.boot();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(host.path("var/lib/convoy/runs/r-1/result")));
            host.assertRuns(host.old);
            host.assertBoots(host.old);

            var again = boot("r-2", host.fresh, Duration.ofSeconds(60));
            assertThat(activator.activate(TestLink.to(host), again)).isInstanceOf(Activated.class);
            boots.boot();
            Begun begun = activator
                    .bootTrial(
                            TestLink.to(host),
                            new Restarted.Back("", Optional.empty(), Optional.empty()),
                            again.terms())
                    .orElseThrow();
            assertThat(begun).isInstanceOf(OnTrial.class);
            assertThat(begun.confirmed()).isInstanceOf(Activated.class);
            host.assertRuns(host.fresh);
            host.assertTidy();
        }
    }

    private static ActivationRequest boot(String run, StorePath system, Duration window) {
        return Requests.of(run, ActivationGoal.BOOT, system, Duration.ofSeconds(30), window);
    }

    private Trial begin(TestHost host, String run) throws InterruptedException {
        Begun begun = activator.begin(TestLink.to(host), request(run, host.fresh));
        assertThat(begun).isInstanceOf(OnTrial.class);
        return ((OnTrial) begun).trial();
    }

    private static ActivationRequest request(String run, StorePath system) {
        return Requests.of(run, ActivationGoal.SWITCH, system, Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
