package dev.convoy.testbed;

import static dev.convoy.testbed.FaultFleet.NEW;
import static dev.convoy.testbed.FaultFleet.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.Seat.Truth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link FaultsIT} shows for one number, for more of them. */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class LongFaultsIT {
    private static final String FAILS_MUCH_LATER = "2.1";

    private static final String MUCH_LATER = """
            "late.service" = "[Service]\nExecStart=/bin/sh -c 'sleep 20; echo lost the database >&2; exit 3'\n";""";

    @TempDir
    private static Path folder;

    @AutoClose
    private static FaultRig rig;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        FaultFleet fleet = FaultFleet.in(folder.resolve("fleet")).releaseWith(MUCH_LATER, FAILS_MUCH_LATER);
        rig = FaultRig.start(folder, fleet, List.of(Suite.NIX_2_8, Suite.NIX_2_34));
    }

    @Test
    void aUnitThatFailsTwentySecondsLaterIsSeenWithinTheSoakAndTheSystemTakenBack() throws Exception {
        rig.use(seat -> {
            Result deployed = seat.deployed(FAILS_MUCH_LATER, "--soak", "120s");
            assertTakenBack(seat, deployed, "late.service", "lost the database");
            assertThat(deployed.took()).as("%s", deployed).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(110));
        });
    }

    /** A program that fails, an activation script that fails, a program that does not exist, one that is killed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127, 137})
    void aSwitchThatFailsIsTakenBack(int status) throws Exception {
        rig.use(seat -> {
            seat.host().behave(NEW + "-test-end", "status=" + status);
            assertTakenBack(seat, seat.deployed(NEW), "activation.switch-");
        });
    }

    private static void assertTakenBack(Seat seat, Result deployed, String... said) throws InterruptedException {
        assertThat(deployed.exit()).as("%s", deployed).isEqualTo(1);
        assertThat(deployed.stderr()).as("%s", deployed).contains(said);
        Truth truth = seat.truth();
        assertThat(truth).as("%s", seat.host().report()).isEqualTo(Truth.tidy(OLD));
        seat.assertStatusIsTrue(truth);
    }
}
