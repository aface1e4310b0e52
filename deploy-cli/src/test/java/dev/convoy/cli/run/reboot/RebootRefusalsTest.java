package dev.convoy.cli.run.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that must not be restarted, or cannot be: each is named with its cause and the next step, and the others are restarted. */
class RebootRefusalsTest {
    @TempDir
    private Path directory;

    private FakeFleet fleet;
    private FakeRooms rooms;

    @BeforeEach
    void twoHosts() throws IOException {
        fleet = new FakeFleet(directory, "db1", "web1");
        rooms = fleet.rooms;
    }

    @Test
    void oneWithoutSystemdIsLeftAlone() {
        rooms.states.put("web1", States.withoutSystemd(system("web1")));
        refused("reboot.no-systemd", "it has no systemd", "Restart it by hand");
    }

    @Test
    void oneThatCannotSayWhatItWouldBootIsLeftAlone() {
        rooms.states.put("web1", States.withoutProfile(system("web1")));
        refused("reboot.unknown-system", "it has no system profile", "Deploy to it first");
    }

    @Test
    void oneWhereNothingCanRunAsRootIsLeftAlone() {
        rooms.states.put("web1", States.withoutRoot(system("web1"), "sudo wants a password"));
        refused("plan.no-root", "no command can run as root: sudo wants a password", "--ask-sudo-password");
    }

    @Test
    void oneThatARunHoldsIsLeftAloneAndTheRunIsNamed() {
        rooms.states.put("web1", States.held(system("web1"), lock(Optional.of("testing"))));
        refused("plan.run-in-progress", "another run changes it: r-1, started by eve@laptop at 1970", "convoy unlock");
    }

    @Test
    void allThatStandsInTheWayIsSaidAtOnce() throws IOException {
        fleet.configure("windows: [{allow: 'Mon 09:00-16:00', on: web1, zone: UTC}]");
        rooms.states.put("web1", States.withoutSystemd(system("web1")));
        refused("reboot.no-systemd", "also: it must not be changed now", "--override-windows REASON");
    }

    @Test
    void oneOutsideItsWindowIsLeftAloneUnlessTheOperatorOverrides() throws IOException {
        fleet.configure("windows: [{allow: 'Mon 09:00-16:00', on: web1, zone: UTC}]");
        refused("plan.window-closed", "it must not be changed now: outside Mon 09:00-16:00 UTC", "It may be from Mon");
        rooms.order.clear();
        fleet.flags.put(Setting.OVERRIDE_WINDOWS, "kernel bug");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(restarted()).containsExactlyInAnyOrder("db1", "web1");
        assertThat(fleet.journal()).contains("windows overridden: kernel bug");
    }

    @Test
    void oneWhoseWindowClosedBeforeItsTurnIsNotBegun() throws IOException {
        fleet.configure("windows: [{allow: 'Thu 00:00-00:30', zone: UTC}]\nbatch: 1\n");
        rooms.afterActivation = _ -> rooms.pause(Duration.ofMinutes(40));
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(restarted()).containsExactly("db1");
        assertThat(fleet.err()).contains("not begun: it must not be changed now: outside Thu 00:00-00:30 UTC.");
    }

    @Test
    void oneAtWhichNobodyAnswersFails() {
        rooms.cutOff.add("web1");
        refused("transfer.unreachable", "web1");
    }

    @Test
    void oneThatOnlyDeploysToItselfFailsAndThisMachineCannotWaitForItself() throws IOException {
        String here =
                Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().replaceFirst("\\..*$", "");
        addLocal("web1");
        addLocal(here);
        rooms.states.put("here", States.running(system(here)));
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(restarted()).containsExactly("db1");
        assertThat(fleet.err())
                .contains("[route.not-this-machine]", "Run convoy on web1")
                .contains("[reboot.here]", "it is this machine, which cannot wait for itself", "from another machine");
    }

    @Test
    void oneThatDoesNotObeyStopsTheRest() {
        rooms.stubborn.add("db1");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(restarted()).containsExactly("db1");
        assertThat(fleet.err()).contains("[activation.not-restarted]", "could not be restarted: busy");
    }

    @Test
    void oneWhoseHookFailsBeforeItIsNotTold() throws IOException {
        fleet.configure("hooks: [{before: reboot, on: db1, here: drain, name: drain}]");
        rooms.badHooks.add("db1 drain");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(restarted()).isEmpty();
        assertThat(fleet.err()).contains("[hook.failed]", "drain");
    }

    @Test
    void oneWhoseBootAwaitsAnAnswerIsAnsweredAndNotRestartedAgain() {
        rooms.states.put("web1", States.held(system("web1"), lock(Optional.of("awaiting-confirmation-of-its-boot"))));
        rooms.onTrial.put("web1", States.system('c', "web1", "0"));
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(restarted()).containsExactly("db1");
        assertThat(rooms.order).contains("web1 confirmed");
    }

    @Test
    void oneWhoseConfigurationDoesNotEvaluateIsRestartedAllTheSame() {
        rooms.broken.add("web1");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(restarted()).containsExactlyInAnyOrder("db1", "web1");
    }

    @Test
    void hostsThatWaitForEachOtherAreAnErrorBeforeAnyIsTold() throws IOException {
        fleet.configure("rollout: {dependsOn: {db1: web1, web1: db1}}");
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.USAGE);
        assertThat(fleet.err()).contains("convoy.yaml:1: hosts wait for each other: ");
        assertThat(restarted()).isEmpty();
    }

    @Test
    void aHostThatThereIsNotNamesTheNearest() {
        assertThat(fleet.reboot(RebootRun.Which.ALL, SelectorParser.parse("--on", "web2")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(fleet.err()).contains("web2", "did you mean web1?");
        assertThat(rooms.done).isEmpty();
    }

    /** web1 is refused, and db1 is restarted. */
    private void refused(String code, String... said) {
        assertThat(reboot()).as(fleet.err()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(restarted()).containsExactly("db1");
        assertThat(fleet.err()).contains("[" + code + "]").contains(said);
    }

    private void addLocal(String name) {
        HostSpec like = States.host(name, system(name));
        var facts = new DeploymentFacts(
                List.of(),
                true,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        HostState state = States.running(system(name));
        rooms.add(
                new HostSpec(new HostName(name), like.kind(), facts, like.system(), like.derivation(), like.toplevel()),
                state);
    }

    private List<String> restarted() {
        return rooms.order.stream()
                .filter(what -> what.startsWith("restart "))
                .map(what -> what.split(" ", -1)[1])
                .toList();
    }

    private static HostLock lock(Optional<String> state) {
        return new HostLock("r-1", "eve@laptop", Instant.EPOCH, state, Optional.empty());
    }

    private static StorePath system(String host) {
        return States.system('a', host, "1");
    }

    private ExitCode reboot() {
        return fleet.reboot(RebootRun.Which.ALL);
    }
}
