package dev.convoy.testbed;

import static dev.convoy.testbed.FaultFleet.NEW;
import static dev.convoy.testbed.FaultFleet.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.Seat.Truth;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Hosts whose systems have the service of convoy's NixOS module, as that module writes it: no boot is kept unconfirmed. */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class BootConfirmationIT {
    @TempDir
    private static Path folder;

    @AutoClose
    private static FaultRig rig;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        FaultFleet fleet = FaultFleet.withBootConfirmation(folder.resolve("fleet"));
        rig = FaultRig.start(folder, fleet, List.of(Suite.NIX_2_34, Suite.NIX_2_8));
    }

    @Test
    void aDeploymentThatRestartsTheHostConfirmsItsBoot() throws Exception {
        rig.use(seat -> {
            Result deployed = seat.deployed(NEW, "boot", "--reboot", "always");
            assertThat(deployed.exit()).as("%s", deployed).isZero();
            assertThat(deployed.stderr()).as("%s", deployed).contains("confirmed");
            assertThat(seat.truth()).as("%s", deployed).isEqualTo(Truth.tidy(NEW));
            seat.host().machine().reboot();
            assertThat(seat.truth()).isEqualTo(Truth.tidy(NEW));
        });
    }

    @Test
    void aRebootConfirmsWhatWasDeployedBefore() throws Exception {
        rig.use(seat -> {
            Result staged = seat.deployed(NEW, "boot");
            assertThat(staged.exit()).as("%s", staged).isZero();
            assertThat(staged.stderr()).as("%s", staged).contains("on trial");
            Result restarted =
                    seat.convoy().run("reboot", "--flake", seat.fleet().flake(NEW));
            assertThat(restarted.exit()).as("%s", restarted).isZero();
            assertThat(seat.truth()).as("%s", restarted).isEqualTo(Truth.tidy(NEW));
        });
    }

    @Test
    void aBootThatNobodyConfirmsIsGoneBackFrom() throws Exception {
        rig.use(seat -> {
            Result staged = seat.deployed(NEW, "boot", "--boot-confirm-timeout", "4s");
            assertThat(staged.exit()).as("%s", staged).isZero();
            seat.host().machine().reboot();
            awaitBack(seat);
            assertThat(seat.truth()).as(seat.host().report()).isEqualTo(Truth.tidy(OLD));
            seat.assertDeployable();
        });
    }

    /** The second boot without a confirmation is none that the system gets. */
    @Test
    void aPowerCutDuringTheTrialTakesTheHostBack() throws Exception {
        rig.use(seat -> {
            Result staged = seat.deployed(NEW, "boot");
            assertThat(staged.exit()).as("%s", staged).isZero();
            seat.host().machine().reboot();
            assertThat(seat.truth().runs()).isEqualTo(NEW);
            seat.host().machine().reboot();
            awaitBack(seat);
            assertThat(seat.truth()).as(seat.host().report()).isEqualTo(Truth.tidy(OLD));
        });
    }

    private static void awaitBack(Seat seat) {
        seat.host()
                .awaitAcrossBoots("readlink /run/current-system | grep -q -e '-" + OLD
                        + "$' && ! [ -e /var/lib/convoy/boot-trial ]");
    }
}
