package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.FakeRooms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutRunTest {
    private static final String OLD = "1 (aaaaaaa)";
    private static final String NEW = "2 (bbbbbbb)";

    @TempDir
    private Path directory;

    private FakeFleet fleet;
    private FakeRooms rooms;
    private Map<Setting, String> flags;

    @BeforeEach
    void sixHosts() throws IOException {
        fleet = new FakeFleet(directory, "db1", "db2", "jump", "web1", "web2", "web3");
        rooms = fleet.rooms;
        flags = fleet.flags;
    }

    @Test
    void wavesFollowOneAnotherAndEverythingIsCopiedBefore() throws IOException {
        fleet.configure("""
                rollout:
                  stages:
                    - on: web1
                      name: canary
                    - on: 'web*'
                """);
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(moves().getFirst()).isEqualTo("web1 -> " + NEW);
        assertThat(moves().subList(1, 3)).containsExactlyInAnyOrder("web2 -> " + NEW, "web3 -> " + NEW);
        assertThat(moves()).hasSize(6);
        assertThat(fleet.err())
                .contains("wave 1 of 3: canary (1 host): web1", "wave 3 of 3: rest (3 hosts): db1, db2, jump");
    }

    @Test
    void aFailingCanaryIsTheOnlyHostThatWasTouched() {
        flags.put(Setting.CANARY, "'web*'");
        fails("web1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(moves()).containsExactly("web1 -> " + NEW);
        assertThat(rooms.done).contains("copy db1", "copy web3");
        assertThat(fleet.err())
                .contains("1 of 1 host of stage canary is not activated, none allowed")
                .contains("5 skipped");
    }

    @Test
    void batchesStopAtTheFirstFailure() {
        flags.put(Setting.BATCH, "2");
        fails("jump");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(moves()).contains("db1 -> " + NEW).doesNotContain("web2 -> " + NEW, "web3 -> " + NEW);
    }

    @Test
    void withoutARolloutOneHostsFailureIsNoOtherHosts() {
        fails("jump");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(moves()).hasSize(6);
    }

    @Test
    void failuresWithinTheLimitDoNotStopTheRollout() throws IOException {
        fleet.configure("rollout: {limits: {notActivated: 20%}}");
        flags.put(Setting.BATCH, "1");
        fails("db1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(moves()).hasSize(6);
    }

    @Test
    void theWholeRunGoesBackWhereTheHostsThemselvesSayThatTheyDid() {
        flags.put(Setting.BATCH, "2");
        flags.put(Setting.ON_FAILURE, "run");
        fails("web2");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(moves()).contains("db1 -> " + OLD, "db2 -> " + OLD, "jump -> " + OLD, "web1 -> " + OLD);
        assertThat(fleet.err())
                .contains("all that this run changed is put back")
                .contains("runs " + OLD + " again, because 1 of 6 hosts of stage all is not activated, none allowed");
    }

    @Test
    void onlyTheWaveGoesBack() {
        flags.put(Setting.BATCH, "2");
        flags.put(Setting.ON_FAILURE, "wave");
        fails("web1");
        var jumpHasBegun = new CountDownLatch(1);
        rooms.afterActivation = host -> {
            if (host.equals("jump")) {
                jumpHasBegun.countDown();
            } else if (host.equals("web1")) {
                assertThat(jumpHasBegun.await(10, TimeUnit.SECONDS)).isTrue();
            }
        };
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(moves()).contains("jump -> " + OLD).doesNotContain("db1 -> " + OLD, "web2 -> " + NEW);
        assertThat(fleet.err()).contains("wave 2 of 3: all", "the wave is put back", "2 done");
    }

    @Test
    void aHostThatCannotGoBackStopsNoOther() {
        flags.put(Setting.BATCH, "5");
        flags.put(Setting.ON_FAILURE, "run");
        fails("web3");
        rooms.afterActivation = host -> {
            if (host.equals("web3")) {
                rooms.cutOff.addAll(List.of("db2", "web2"));
            }
        };
        assertThat(fleet.deploy()).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(moves()).contains("db1 -> " + OLD, "jump -> " + OLD, "web1 -> " + OLD);
        assertThat(fleet.err())
                .contains("2 hosts  state unknown after the rollback: db2, web2", "when last seen it ran " + NEW)
                .containsPattern("When it is there again: convoy resume \\d{8}-\\d{6}-\\w{4}");
    }

    @Test
    void hostsThatMustNotGoBackStay() throws IOException {
        fleet.configure("rollout: {neverRollBack: 'db*'}");
        flags.put(Setting.BATCH, "5");
        flags.put(Setting.ON_FAILURE, "run");
        fails("web3");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(moves()).contains("jump -> " + OLD).doesNotContain("db1 -> " + OLD, "db2 -> " + OLD);
        assertThat(fleet.err()).contains("keeps the new system: neverRollBack has it");
    }

    @Test
    void aBuildThatFailsStrandsNoHalfOfTheFleet() {
        flags.put(Setting.CANARY, "web1");
        rooms.unbuildable.add("db2");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.NOTHING_TOUCHED);
        assertThat(moves()).isEmpty();
    }

    @Test
    void aCanaryThatIsAwayProvesNothing() {
        flags.put(Setting.CANARY, "web1");
        rooms.states.remove("web1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(moves()).isEmpty();
        assertThat(fleet.err()).contains("no host of stage canary can be changed");
    }

    @Test
    void hostsThatAreAwayBlockNoOthers() {
        flags.put(Setting.CANARY, "'web*'");
        rooms.states.remove("web1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(moves()).hasSize(5);
        assertThat(moves().getFirst()).isEqualTo("web2 -> " + NEW);
    }

    @Test
    void whatDependsOnAFailedHostDoesNotBegin() throws IOException {
        fleet.configure("rollout: {dependsOn: {'web*': jump}, limits: {notActivated: 1}}");
        fails("jump");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(moves()).hasSize(3).doesNotContain("web1 -> " + NEW);
        assertThat(fleet.err()).contains("it depends on jump, which is not done");
    }

    @Test
    void hostsThatWaitForEachOtherAreNamedBeforeAnythingIsBuilt() throws IOException {
        fleet.configure("rollout:\n  dependsOn:\n    db1: db2\n    db2: db1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.USAGE);
        assertThat(fleet.err()).contains("convoy.yaml:4: hosts wait for each other: db1 -> db2 -> db1");
        assertThat(rooms.done).noneMatch(done -> done.startsWith("build"));
    }

    @Test
    void aHostThatIsNamedWronglyIsAUsageError() throws IOException {
        fleet.configure("rollout:\n  stages:\n    - on: wbe1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.USAGE);
        assertThat(fleet.err()).contains("convoy.yaml:3: the fleet has no host \"wbe1\"; did you mean web1?");
    }

    /** Where hosts were taken, in order. */
    private List<String> moves() {
        return List.copyOf(rooms.order).stream()
                .filter(what -> what.contains("->"))
                .toList();
    }

    private void fails(String host) {
        var cause = new ActivationFailure("activation.switch-failed", "it broke", List.of(), List.of());
        rooms.activations.put(host, new ActivationOutcome.Reverted(Optional.of(States.system('a', host, "1")), cause));
    }
}
