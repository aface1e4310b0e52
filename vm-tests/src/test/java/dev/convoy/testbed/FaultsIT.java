package dev.convoy.testbed;

import static dev.convoy.testbed.FaultFleet.NEW;
import static dev.convoy.testbed.FaultFleet.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import dev.convoy.testbed.Seat.Truth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host is never lost, whatever a new system does to it and whoever else is there. */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
    private static final String WITHOUT_SSHD = "2.1";
    private static final String WITHOUT_ADDRESS = "2.2";
    private static final String FAILS_AT_ONCE = "2.3";
    private static final String FAILS_LATER = "2.4";
    private static final String MOVES = "2.5";

    private static final String AT_ONCE = """
            "late.service" = "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo no database >&2; exit 3'\n";""";

    private static final String LATER = """
            "late.service" = "[Service]\nExecStart=/bin/sh -c 'sleep 8; echo lost the database >&2; exit 3'\n";""";

    /** What a deployment ends with whose new system was taken back. */
    private static final int SOME_FAILED = 1;

    @TempDir
    private static Path folder;

    @AutoClose
    private static FaultRig rig;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        FaultFleet fleet = FaultFleet.in(folder.resolve("fleet"))
                .releaseWithoutSshd(WITHOUT_SSHD)
                .releaseWithoutAddress(WITHOUT_ADDRESS)
                .releaseThatMoves(MOVES)
                .releaseWith(AT_ONCE, FAILS_AT_ONCE)
                .releaseWith(LATER, FAILS_LATER);
        rig = FaultRig.start(folder, fleet, List.of(Suite.NIX_2_34, Suite.NIX_2_8, Suite.NIX_2_34));
    }

    /** With sshd, which the open connection outlives, the units tell it; without an address nobody can come to ask. */
    @ParameterizedTest
    @CsvSource({WITHOUT_SSHD + ", ssh.service [health.units-failed]", WITHOUT_ADDRESS + ", [activation.not-confirmed]"})
    void aSystemThatCutsTheOperatorOffIsTakenBackByTheHost(String release, String cause) throws Exception {
        rig.use(seat -> {
            assertFailed(seat.deployed(release), cause);
            assertIsBack(seat);
            seat.assertDeployable();
        });
    }

    @Test
    void aSystemThatMovesTheHostToAnotherOfItsAddressesIsConfirmedThere() throws Exception {
        rig.use(seat -> {
            Result deployed = seat.deployed(MOVES);
            assertThat(deployed.exit()).as("%s", deployed).isZero();
            assertThat(deployed.stderr())
                    .as("%s", deployed)
                    .contains("answers at " + FaultHost.MOVED + " now, no more at " + FaultFleet.HOST);
            assertThat(seat.truth()).as("%s", deployed).isEqualTo(Truth.tidy(MOVES));
            Result status = seat.convoy()
                    .run("status", "--json", "--flake", seat.fleet().flake(MOVES));
            assertThat(status.exit()).as("%s", status).isZero();
            assertThat(status.stdout()).as("%s", status).contains("\"address\" : \"" + FaultHost.MOVED);
        });
    }

    @Test
    void aSwitchThatHangsIsEndedAndTakenBack() throws Exception {
        rig.use(seat -> {
            seat.host().hold("1.1-test-end");
            assertFailed(seat.deployed(NEW), "activation.switch-timeout");
            assertIsBack(seat);
        });
    }

    /** As a Rust program that panics. */
    @Test
    void aSwitchThatFailsIsTakenBack() throws Exception {
        rig.use(seat -> {
            seat.host().behave("1.1-test-end", "status=101");
            assertFailed(seat.deployed(NEW), "exit status 101", "activation.switch-failed");
            assertIsBack(seat);
        });
    }

    /** {@code switch-to-configuration} ends with 4 then: the system is in force, and not well. */
    @Test
    void aUnitThatFailsAtOnceIsToldWithItsLastWordsAndTheSystemTakenBack() throws Exception {
        rig.use(seat -> {
            assertFailed(seat.deployed(FAILS_AT_ONCE), "late.service", "no database");
            assertIsBack(seat);
        });
    }

    @Test
    void aUnitThatFailsSecondsLaterIsSeenWithinTheSoakAndTheSystemTakenBack() throws Exception {
        rig.use(seat -> {
            Result deployed = seat.deployed(FAILS_LATER, "--soak", "60s");
            assertFailed(deployed, "late.service", "lost the database");
            assertThat(deployed.took()).as("%s", deployed).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(60));
            assertIsBack(seat);
        });
    }

    @Test
    void aSwitchThatWantsARebootChangesNothing() throws Exception {
        rig.use(seat -> {
            seat.host().behave("1.1-test", "echo 'another init interface' >&2; exit 100");
            assertFailed(seat.deployed(NEW), "reboot");
            assertIsBack(seat);
        });
    }

    @Test
    void anActivationThatRestartsLogindDbusAndSshdIsFollowedToItsEnd() throws Exception {
        rig.use(seat -> {
            seat.host().behave("1.1-test-end", "systemctl restart systemd-logind dbus ssh; systemctl daemon-reexec");
            assertIsWhole(seat, seat.deployed(NEW));
        });
    }

    @Test
    void theFirstDeploymentOverASystemThatNobodyKnowsIsConfirmedToo() throws Exception {
        rig.use(seat -> {
            seat.host().forget();
            assertIsWhole(seat, seat.deployed(NEW));
        });
    }

    @Test
    void aFailedFirstDeploymentSaysThatThereIsNothingToGoBackTo() throws Exception {
        rig.use(seat -> {
            seat.host().forget();
            seat.host().behave("1.1-test-end", "status=2");
            assertFailed(seat.deployed(NEW), "nothing that ran before is known");
            Truth truth = seat.truth();
            assertThat(truth.profile()).as("%s", truth).doesNotContain(NEW);
            assertThat(truth.isLocked() || truth.isRooted()).as("%s", truth).isFalse();
        });
    }

    @Test
    void aRevertThatFailsRestartsTheHostIntoTheOldSystem() throws Exception {
        rig.use(seat -> {
            seat.host().behave("1.1-test-end", "status=2");
            // Only as long as this boot lasts.
            seat.host().console("touch /run/stuck");
            seat.host().behave("1.0-test", "[ ! -e /run/stuck ] || exit 1");
            assertFailed(seat.deployed(NEW), "the host was restarted into it");
            seat.host().await("systemctl is-system-running --wait");
            assertIsBack(seat);
        });
    }

    @Test
    void aRevertThatFailsIsSaidWhereTheHostMayNotBeRestarted() throws Exception {
        rig.use(seat -> {
            seat.host().behave("1.1-test-end", "status=2");
            seat.host().behave("1.0-test", "exit 1");
            assertFailed(seat.deployed(NEW, "--when-stuck", "stop"), "activation.revert-failed");
            Truth truth = seat.truth();
            assertThat(truth.boots()).as("%s", truth).isEqualTo(OLD);
            assertThat(truth.profile()).as("%s", truth).isEqualTo(OLD);
            assertThat(truth.isLocked() || truth.isRooted()).as("%s", truth).isFalse();
            seat.assertStatusIsTrue(truth);
            seat.host().behaveAsUsual();
            seat.assertDeployable();
        });
    }

    @Test
    void theSecondOfTwoControllersIsToldWhoWasFirst() throws Exception {
        rig.use(seat -> {
            seat.host().hold("1.1-test-end");
            Started first = seat.deploy(NEW, "--activation-timeout", "60s");
            seat.host().awaitHeld("1.1-test-end");
            Result second = seat.deployed(OLD);
            assertThat(second.exit()).as("%s", second).isNotZero();
            assertThat(second.stderr()).as("%s", second).contains("another run changes it", "[plan.run-in-progress]");
            seat.host().release();
            assertIsWhole(seat, first.result());
        });
    }

    /** The others are long: {@link FaultsInEveryStateIT}. */
    @ParameterizedTest
    @CsvSource({"CONTROLLER_KILLED, COMMITTING", "POWER_CUT, COMMITTING", "DISK_FULL, COMMITTING"})
    void aFaultInAStateEndsAsTheTableSays(Fault fault, HeldState state) throws Exception {
        var cell = new FaultCell(fault, state);
        String promised = FaultTable.of(FaultTable.PAGE).outcome(cell);
        rig.use(seat -> assertThat(promised).contains(cell.play(seat)));
    }

    @Test
    void aLocalUserFindsNothingToPutInTheWay() throws Exception {
        rig.use(seat -> {
            FaultHost host = seat.host();
            host.console(
                    "touch /run/since; sleep 0.1; touch /tmp/known; mkdir -p /var/lib/known && touch /var/lib/known/readable");
            assertThat(placesForAGuest(host, "/var/lib/known")).contains("/tmp/known", "/var/lib/known/readable");
            host.console("rm -r /tmp/known /var/lib/known");

            host.hold("1.1-test-end");
            Started deploy = seat.deploy(NEW);
            host.awaitHeld("1.1-test-end");
            assertThat(placesForAGuest(host, "/var/lib/convoy")).isEmpty();
            assertThat(host.console("su guest -s /bin/sh -c 'ls /var/lib/convoy'"))
                    .contains("Permission denied");
            host.release();
            Result deployed = deploy.result();
            assertThat(deployed.exit()).as("%s", deployed).isZero();
        });
    }

    /** What root made lately where anybody may make a name before, and what a guest may read or write below a folder. */
    private static String placesForAGuest(FaultHost host, String folder) {
        return host.console("""
                for place in $(find / -xdev -path /proc -prune -o -type d -perm -0002 -print) /tmp /dev/shm /run/lock; do
                    find "$place" -xdev -newer /run/since -user root ! -type d
                done
                su guest -s /bin/sh -c 'find %s -type f 2> /dev/null'
                """.formatted(folder));
    }

    private static void assertFailed(Result deployed, String... said) {
        assertThat(deployed.exit()).as("%s", deployed).isEqualTo(SOME_FAILED);
        assertThat(deployed.stderr()).as("%s", deployed).contains(said);
    }

    private static void assertIsWhole(Seat seat, Result deployed) {
        assertThat(deployed.exit()).as("%s", deployed).isZero();
        Truth truth = seat.truth();
        assertThat(truth.isWhole(NEW)).as("%s%n%s", truth, deployed).isTrue();
    }

    private static void assertIsBack(Seat seat) throws InterruptedException {
        Truth truth = seat.truth();
        assertThat(truth).as("%s", seat.host().report()).isEqualTo(Truth.tidy(OLD));
        seat.assertStatusIsTrue(truth);
    }
}
