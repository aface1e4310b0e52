package dev.convoy.cli.run.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.HostLock;
import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.journal.Boot;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.evaluator.HostName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebootRunTest {
    private static final String ID = "20251126-120000-k3vx";
    private static final String BOOT =
            States.running(States.system('a', "db1", "1")).bootId();

    @TempDir
    private Path directory;

    private FakeFleet fleet;
    private FakeRooms rooms;

    @BeforeEach
    void threeHosts() throws IOException {
        fleet = new FakeFleet(directory, "db1", "web1", "web2");
        rooms = fleet.rooms;
    }

    @Test
    void allAreRestartedOneAtATimeAndItIsWrittenDown() throws IOException {
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.order).containsExactlyInAnyOrder(restart("db1"), restart("web1"), restart("web2"));
        assertThat(fleet.err()).contains("web1  restarted, runs 1 (aaaaaaa)", "3 done");
        assertThat(fleet.journal())
                .contains(
                        "\"command\":\"reboot\",\"goal\":\"reboot\"", "\"step\":\"reboot\",\"boot\":\"" + BOOT + "\"");
        assertThat(rooms.done).noneMatch(what -> what.startsWith("build") || what.startsWith("copy"));
    }

    @Test
    void theFirstThatDoesNotComeBackStopsTheRest() {
        fleet.flags.put(Setting.BATCH, "1");
        rooms.away.add("web1");
        assertThat(reboot()).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(rooms.order).containsExactly(restart("db1"), restart("web1"));
        assertThat(fleet.err())
                .contains(
                        "[activation.not-back]", "is unreachable, none allowed", "not begun: the rollout was stopped");
    }

    @Test
    void withoutWavesItIsStoppedJustSo() {
        rooms.away.addAll(List.of("db1", "web1", "web2"));
        assertThat(reboot()).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(rooms.order).hasSize(1);
    }

    @Test
    void limitsOfTheFileAllowSomeToFail() throws IOException {
        fleet.configure("""
                batch: 1
                rollout:
                  limits: {unreachable: 1}
                """);
        rooms.away.add("db1");
        assertThat(reboot()).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(rooms.order).containsExactly(restart("db1"), restart("web1"), restart("web2"));
    }

    @Test
    void stagesAndDependenciesHoldAndAHostThatIsIllAfterItCounts() throws IOException {
        fleet.configure("""
                rollout:
                  stages:
                    - on: web1
                      soak: 5m
                    - on: 'web*'
                  dependsOn: {db1: web2}
                health:
                  - tcp: 80
                """);
        rooms.looks.put(
                "web2",
                (probe, _) -> probe instanceof Probe.Tcp && rooms.order.contains(restart("web2"))
                        ? new Result.Fail("connection refused", List.of())
                        : new Result.Pass());
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).containsExactly(restart("web1"), restart("web2"));
        assertThat(fleet.err()).contains("is unhealthy, none allowed", "db1", "[health.check-failed]");
    }

    @Test
    void whatFailedBeforeIsNotItsFault() throws IOException {
        fleet.configure("health:\n  - tcp: 80\n");
        rooms.looks.put(
                "web1",
                (probe, _) -> probe instanceof Probe.Tcp
                        ? new Result.Fail("connection refused", List.of())
                        : new Result.Pass());
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.err()).contains("it failed before, too");
    }

    @Test
    void aBootOnTrialIsGoneBackFromWhereAFileSaysToPutHostsBackAndKeptWhereItSaysToStop() throws IOException {
        rooms.onTrial.put("web1", States.system('c', "web1", "0"));
        rooms.looks.put("web1", (_, _) -> new Result.UnitsFailed(List.of(new FailedUnit("new.service", List.of()))));
        fleet.configure("onFailure: run\nbatch: 1\n");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order)
                .containsExactly(restart("db1"), restart("web1"), "web1 reverted: no newly failed unit: new.service");
        assertThat(fleet.err()).contains("none allowed; stopped, the other hosts are left as they are");
        rooms.order.clear();
        rooms.states.put("web1", States.running(States.system('a', "web1", "1")));
        fleet.configure("onFailure: stop\nbatch: 1\n");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).containsExactly(restart("db1"), restart("web1"), "web1 confirmed");
        assertThat(fleet.err()).contains("keeps 1 (aaaaaaa), and is not well", "stopped, nothing is put back");
    }

    @Test
    void aHostThatWentBackFromItsBootBeforeItCouldBeAskedSaysSoAndNamesTheSetting() {
        rooms.afterActivation = host ->
                rooms.states.put(host, States.wentBack(States.system('c', host, "0"), States.system('a', host, "1")));
        assertThat(reboot()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).containsExactly(restart("db1"));
        assertThat(fleet.err())
                .contains("rolled back: the host booted its new system, and went back before convoy could answer it")
                .contains("its record of run r-7 says so", "[activation.not-confirmed]", "now running: 0 (ccccccc)")
                .contains("raise --boot-confirm-timeout");
    }

    @Test
    void hooksAreAroundItAndOnesOfOtherStagesAreNot() throws IOException {
        fleet.configure("""
                hooks:
                  - {before: reboot, on: web1, here: drain, name: drain}
                  - {after: reboot, on: web1, here: undrain, name: undrain}
                  - {before: activation, here: no, name: no}
                """);
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.order.stream().filter(what -> what.contains("web1")))
                .containsExactly(
                        "web1 hook before reboot (drain, here)",
                        restart("web1"),
                        "web1 hook after reboot (undrain, here)");
    }

    @Test
    void hostsThatAreAwayAreSkippedWhereThatIsSaidAndFailWhereNot() {
        rooms.states.remove("web1");
        assertThat(reboot()).isEqualTo(ExitCode.HOSTS_FAILED);
        fleet.flags.put(Setting.OFFLINE, "skip");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.err()).contains("skipped: offline");
    }

    @Test
    void whatRunsAsItWouldBootNeedsNoRestart() {
        assertThat(fleet.reboot(RebootRun.Which.IN_NEED)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.order).isEmpty();
        assertThat(fleet.err()).contains("needs no restart, runs 1 (aaaaaaa)");
    }

    @Test
    void aHostThatARunHoldsIsNotRestarted() {
        var lock = new HostLock("r-1", "eve@laptop", Instant.EPOCH, Optional.empty(), Optional.empty());
        rooms.states.put("web1", States.troubled(States.system('a', "web1", "1"), 1 << 20, lock));
        assertThat(reboot()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.order).containsExactlyInAnyOrder(restart("db1"), restart("web2"));
        assertThat(fleet.err()).contains("[plan.run-in-progress]");
    }

    @Test
    void oneThatARunTookSinceThePlanIsNotRestartedEither() {
        fleet.flags.put(Setting.BATCH, "1");
        var lock = new HostLock("r-1", "eve@laptop", Instant.EPOCH, Optional.empty(), Optional.empty());
        rooms.afterActivation =
                _ -> rooms.states.put("web1", States.troubled(States.system('a', "web1", "1"), 1 << 20, lock));
        assertThat(reboot()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).containsExactly(restart("db1"));
    }

    @Test
    void aHostThatWasToldBeforeTheControllerDiedIsReadAndTheRestIsRestarted() throws IOException {
        fleet.flags.put(Setting.BATCH, "1");
        fleet.configure("hooks:\n  - {after: reboot, on: web1, here: undrain, name: undrain}\n");
        fleet.cutOff(ID, "reboot", Goal.REBOOT, heads(), journal -> {
            journal.ended(new HostName("db1"), new HostOutcome.Succeeded("restarted", List.of()));
            journal.restarting(new HostName("web1"), new Boot("boot-before", List.of("old.service")));
        });
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.order)
                .containsExactly(
                        "restart web1 of boot boot-before", "web1 hook after reboot (undrain, here)", restart("web2"));
        assertThat(fleet.err()).contains("3 done");
        assertThat(fleet.run(ID).exitCode()).hasValue(0);
    }

    @Test
    void unitsThatFailedBeforeItAreRememberedForWhoeverGoesOn() {
        rooms.looks.put("web1", (_, _) -> new Result.UnitsFailed(List.of(new FailedUnit("new.service", List.of()))));
        fleet.cutOff(
                ID,
                "reboot",
                Goal.REBOOT,
                heads(),
                journal -> journal.restarting(new HostName("web1"), new Boot("boot-before", List.of("old.service"))));
        assertThat(fleet.resume(ID)).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.err()).contains("new.service", "[health.units-failed]");
        assertThat(rooms.order).containsExactly("restart web1 of boot boot-before");
    }

    private List<HostHead> heads() {
        return List.of(fleet.rebootHead("db1", 1), fleet.rebootHead("web1", 2), fleet.rebootHead("web2", 3));
    }

    private static String restart(String host) {
        return "restart " + host + " of boot " + BOOT;
    }

    private ExitCode reboot() {
        return fleet.reboot(RebootRun.Which.ALL);
    }
}
