package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.activation.health.Result;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the fleet stands at Thursday, 1970-01-01, 00:00. */
class WindowsRunTest {
    @TempDir
    private Path directory;

    private FakeFleet fleet;

    @BeforeEach
    void threeHosts() throws IOException {
        fleet = new FakeFleet(directory, "web1", "web2", "web3");
    }

    @Test
    void aHostOutsideItsWindowIsLeftAloneAndTheOthersAreDeployedTo() throws IOException {
        fleet.configure("windows: [{allow: 'Mon 09:00-16:00', on: web2, zone: UTC}]");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order)
                .contains("web1 confirmed", "web3 confirmed")
                .noneMatch(what -> what.contains("web2"));
        assertThat(fleet.err())
                .contains("it must not be changed now: outside Mon 09:00-16:00 UTC", "[plan.window-closed]")
                .contains("It may be from Mon 1970-01-05 09:00 (UTC).", "--override-windows REASON");
    }

    @Test
    void aPlanSaysWhoseWindowIsOpenAndWhenItOpensNext() throws Exception {
        fleet.configure("""
                windows:
                  - {allow: 'Thu 00:00-00:30', on: web1, zone: UTC}
                  - {deny: '1970-01-01 to 1970-01-06', on: web2, reason: year change, zone: UTC}
                """);
        assertThat(fleet.plan())
                .containsSubsequence(
                        "Windows",
                        "  web1: open until Thu 1970-01-01 00:30 (UTC)",
                        "      allow Thu 00:00-00:30 UTC",
                        "  web2: closed, opens Wed 1970-01-07 00:00 (UTC)",
                        "      deny year change, 1970-01-01 to 1970-01-06 UTC");
        assertThat(fleet.planJson())
                .contains("windows=[{hosts=[web1], open=true, closes=1970-01-01T00:30:00Z, opens=1970-01-08T00:00:00Z")
                .contains("{hosts=[web2], open=false, opens=1970-01-07T00:00:00Z, rules=[{deny=year change");
    }

    @Test
    void anOverrideGoesAheadAndIsRecorded() throws Exception {
        fleet.configure("windows: [{deny: '1970-01-01 to 1970-01-06', reason: year change, zone: UTC}]");
        fleet.flags.put(Setting.OVERRIDE_WINDOWS, "CVE-1970-1");
        assertThat(fleet.plan()).anyMatch(line -> line.endsWith("(UTC); overridden: CVE-1970-1"));
        assertThat(fleet.planJson()).contains("override=CVE-1970-1");
        assertThat(fleet.plan())
                .anyMatch(line -> line.contains(
                        "changed in year change, 1970-01-01 to 1970-01-06 UTC;" + " windows overridden: CVE-1970-1"));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.journal()).contains("windows overridden: CVE-1970-1");
    }

    @Test
    void noHostIsBegunAfterItsWindowClosedAndWhatHasBegunComesToItsEnd() throws IOException {
        fleet.configure("windows: [{allow: 'Thu 00:00-00:30', zone: UTC}]");
        fleet.flags.put(Setting.BATCH, "1");
        fleet.rooms.afterActivation = host -> fleet.rooms.pause(Duration.ofMinutes(20));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.rooms.order)
                .contains("web1 confirmed", "web2 confirmed")
                .noneMatch(what -> what.contains("web3"));
        assertThat(fleet.err()).contains("not begun: it must not be changed now: outside Thu 00:00-00:30 UTC.");
    }

    @Test
    void aRollbackWaitsForNoWindow() throws IOException {
        fleet.configure("windows: [{allow: 'Thu 00:00-00:30', zone: UTC}]");
        fleet.flags.put(Setting.BATCH, "2");
        fleet.flags.put(Setting.ON_FAILURE, "run");
        fleet.rooms.afterActivation = _ -> fleet.rooms.pause(Duration.ofMinutes(20));
        fleet.rooms.looks.put(
                "web2",
                (probe, passed) -> passed.isZero() ? new Result.Pass() : new Result.Fail("it is ill", List.of()));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.rooms.order).contains("web1 -> 1 (aaaaaaa)");
    }

    @Test
    void badTimesAreOneError() throws IOException {
        fleet.configure("windows: [{allow: 'sometimes'}]");
        assertThatThrownBy(() -> fleet.deploy())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("convoy.yaml:1: allow must be times such as 'Mon-Thu 09:00-16:00'")
                .hasMessageContaining("not \"sometimes\"");
    }
}
