package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.AlreadyCurrent;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.store.machine.Command;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of others, hosts that cannot go back, names that somebody else made, specialisations. */
class HardCasesIT {
    /** Holds it as switch-to-configuration does: itself, and not what it starts. */
    private static final String HOLD_THE_LOCK =
            "mkdir -p /run/nixos; flock -o /run/nixos/switch-to-configuration.lock ";

    private final Activator activator = new Activator(event -> {}, Clock.systemUTC());
    private TestHost host;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        host = new TestHost(root);
    }

    @AfterEach
    void stop() throws IOException {
        host.powerCut();
        host.close();
    }

    @Test
    void whoeverHoldsTheLockOfTheSwitchIsWaitedForAndThenNamed() throws Exception {
        host.start(Command.shell("nixos-rebuild", HOLD_THE_LOCK + "sh -c 'touch /nix/held; sleep 300'"));
        await().until(() -> Files.exists(host.path("nix/held")));

        assertThat(activate(request("r-1", Duration.ofSeconds(2), WhenStuck.STOP)))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.cause().code()).isEqualTo("activation.switch-locked");
                    assertThat(failed.cause().message()).contains("flock -o");
                });
        assertThat(host.calls()).isEmpty();
        host.assertRuns(host.old);
    }

    @Test
    void leftoverOfAHangingSwitchDoesNotKeepTheOldSystemOut() throws Exception {
        // It leaves its process group, so that its time limit does not end it.
        host.behave(
                "new-test",
                "ln -sfn \"$self\" /run/current-system; "
                        + HOLD_THE_LOCK.replace("flock", "setsid flock")
                        + "\"$self/bin/switch-to-configuration\" hang & sleep 300");
        host.behave("new-hang", "sleep 300");
        host.behave(
                "old-test",
                "exec 9>/run/nixos/switch-to-configuration.lock; flock -n 9 || { echo could not acquire lock; exit 11; }");

        assertThat(activate(request("r-1", Duration.ofSeconds(2), WhenStuck.STOP)))
                .isInstanceOf(Reverted.class);
        host.assertRuns(host.old);
    }

    @Test
    void hostThatCannotGoBackLiveIsRestartedIfItMay() throws Exception {
        host.installSystemd();
        host.behave("new-test", "ln -sfn \"$self\" /run/current-system; exit 2");
        host.behave("old-test", "exit 1");
        Thread restart = Thread.ofVirtual().start(this::restartWhenTold);

        ActivationOutcome outcome = activate(request("r-1", Duration.ofSeconds(20), WhenStuck.REBOOT));

        restart.join();
        assertThat(outcome).isInstanceOfSatisfying(Reverted.class, reverted -> {
            assertThat(reverted.cause().code()).isEqualTo("activation.revert-failed");
            assertThat(reverted.cause().message()).contains("restarted into it");
        });
        host.assertRuns(host.old);
        host.assertTidy();
    }

    @Test
    void directoryThatSomebodyElseMadeIsNotUsed() throws Exception {
        Files.createDirectory(host.path("nix/elsewhere"));
        Files.createSymbolicLink(host.path("var/lib/convoy"), Path.of("/nix/elsewhere"));

        assertThat(activate(request("r-1", Duration.ofSeconds(20), WhenStuck.STOP)))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.cause().code()).isEqualTo("activation.not-started");
                    assertThat(failed.cause().message()).contains("root's own");
                });
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void specialisationInUseIsKept() throws Exception {
        StorePath oldFancy = specialise(host.old, "fancy");
        StorePath newFancy = specialise(host.fresh, "fancy");
        Files.delete(host.path("run/current-system"));
        Files.createSymbolicLink(host.path("run/current-system"), Path.of(oldFancy.toString()));

        assertThat(activate(request("r-1", Duration.ofSeconds(20), WhenStuck.STOP)))
                .isEqualTo(new Activated(newFancy, List.of()));

        host.assertRuns(newFancy);
        host.assertBoots(host.fresh);
        assertThat(activate(request("r-2", Duration.ofSeconds(20), WhenStuck.STOP)))
                .isEqualTo(new AlreadyCurrent(newFancy));
    }

    @Test
    void specialisationIsChosenAndOneThatIsNotThereTouchesNothing() throws Exception {
        StorePath fancy = specialise(host.fresh, "fancy");

        assertThat(activate(with("r-1", new Specialisation.Named("plain"))))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo("activation.no-specialisation"));
        assertThat(host.calls()).isEmpty();
        assertThat(activate(with("r-2", new Specialisation.Named("fancy")))).isEqualTo(new Activated(fancy, List.of()));
        assertThat(activate(with("r-3", new Specialisation.Base()))).isEqualTo(new Activated(host.fresh, List.of()));
    }

    private StorePath specialise(StorePath system, String name) throws IOException {
        StorePath special = host.makeSystem(system.name().replaceFirst(".*-", "") + "_" + name);
        Path folder = host.path("nix/store/" + system.baseName() + "/specialisation");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve(name), Path.of(special.toString()));
        return special;
    }

    private void restartWhenTold() {
        await().until(() -> host.calls().contains("reboot"));
        try {
            host.powerCut();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ActivationOutcome activate(ActivationRequest request) throws InterruptedException {
        return activator.activate(TestLink.to(host), request);
    }

    private ActivationRequest request(String run, Duration deadline, WhenStuck whenStuck) {
        ActivationRequest usual = Requests.of(run, ActivationGoal.SWITCH, host.fresh, deadline);
        return new ActivationRequest(
                run,
                usual.goal(),
                usual.toplevel(),
                usual.expected(),
                usual.specialisation(),
                usual.provenance(),
                new Terms(deadline, usual.terms().confirmWindow(), usual.terms().bootWindow(), whenStuck));
    }

    private ActivationRequest with(String run, Specialisation specialisation) {
        ActivationRequest usual = request(run, Duration.ofSeconds(20), WhenStuck.STOP);
        return new ActivationRequest(
                run,
                usual.goal(),
                usual.toplevel(),
                usual.expected(),
                specialisation,
                usual.provenance(),
                usual.terms());
    }
}
