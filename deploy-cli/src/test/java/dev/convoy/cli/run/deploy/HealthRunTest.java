package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.FakeFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRunTest {
    private static final Result ILL = new Result.Fail("status 500, not 200", List.of("oops"));
    private static final Result CRASHED =
            new Result.UnitsFailed(List.of(new FailedUnit("nginx.service", List.of("bind: in use"))));

    @TempDir
    private Path directory;

    private FakeFleet fleet;

    @BeforeEach
    void threeHostsWithASite() throws IOException {
        fleet = new FakeFleet(directory, "web1", "web2", "web3");
        fleet.configure("health: [{http: 'http://{address}/healthz', retries: 1, interval: 10s}]");
    }

    @Test
    void aHealthyHostIsConfirmedAfterItsSoak() throws IOException {
        fleet.flags.put(Setting.SOAK, "5m");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order).contains("web1 confirmed", "web2 confirmed", "web3 confirmed");
        assertThat(fleet.rooms.done).contains("extend web1");
        assertThat(fleet.err()).contains("web1      health    http://web1/healthz: ok");
    }

    @Test
    void aHostThatMovesToAnotherOfItsAddressesIsLookedAtThere() throws IOException {
        fleet.configure("""
                hosts: {web1: {address: [10.0.0.1, 10.0.1.1]}}
                health: [{http: 'http://{address}/healthz'}]
                hooks: [{after: activation, here: 'true'}]
                """);
        fleet.rooms.states.put("10.0.0.1", Objects.requireNonNull(fleet.rooms.states.remove("web1")));
        fleet.rooms.moves.put("10.0.0.1", "10.0.1.1");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order).contains("10.0.1.1 confirmed");
        assertThat(fleet.err()).contains("http://10.0.1.1/healthz: ok", "answers at 10.0.1.1 now, no more at 10.0.0.1");
        assertThat(fleet.rooms.hookContexts).anyMatch(told -> told.contains("CONVOY_ADDRESS=10.0.1.1"));
    }

    @Test
    void thePlanSaysWhereAHostAnswersThatIsNotWhereItIsLookedForFirst() throws Exception {
        fleet.configure("hosts: {web1: {address: [10.0.0.1, web1]}}");
        assertThat(fleet.plan()).contains("      warning: answers at web1, not at 10.0.0.1");
    }

    @Test
    void noMoreHostsAreBegunThanCanBeAnswered() {
        fleet.flags.put(Setting.ACTIVATIONS, "1");
        var twoBegun = new CountDownLatch(2);
        fleet.rooms.afterActivation = _ -> twoBegun.countDown();
        // Long enough for another host to be begun, if it could be.
        for (String host : List.of("web1", "web2", "web3")) {
            fleet.rooms.looks.put(host, (_, _) -> {
                await(twoBegun);
                return pass();
            });
        }
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order).hasSize(6);
        for (int begun = 0; begun < 6; begun += 2) {
            String host = fleet.rooms.order.get(begun).substring(0, 4);
            assertThat(fleet.rooms.order.get(begun)).isEqualTo(host + " -> 2 (bbbbbbb)");
            assertThat(fleet.rooms.order.get(begun + 1)).isEqualTo(host + " confirmed");
        }
    }

    @Test
    void aHostThatTurnsOutIllGoesBackAndTheOthersWithoutARolloutDoNotMind() {
        illAfterTheSwitch("web2");
        fleet.flags.put(Setting.SOAK, "1m");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order)
                .contains("web1 confirmed", "web2 reverted: http://web2/healthz: status 500, not 200")
                .doesNotContain("web2 confirmed");
        assertThat(fleet.err())
                .contains("http://web2/healthz: status 500, not 200 [health.check-failed]", "| oops")
                .contains("now running: 1 (aaaaaaa)");
    }

    @Test
    void aUnitThatFailsWithinTheSoakIsSeen() {
        fleet.rooms.looks.put(
                "web1", (probe, at) -> probe instanceof Probe.NoNewFailure && at.toSeconds() >= 20 ? CRASHED : pass());
        fleet.flags.put(Setting.SOAK, "1m");
        fleet.flags.put(Setting.CANARY, "web1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.rooms.order).contains("web1 reverted: no newly failed unit: nginx.service");
        assertThat(fleet.err())
                .contains("1 of 1 host of stage canary is degraded, none allowed")
                .contains("nginx.service: bind: in use", "[health.units-failed]");
    }

    @Test
    void whatFailedBeforeTooIsAWarning() {
        fleet.rooms.looks.put("web1", (probe, _) -> probe instanceof Probe.Http ? ILL : pass());
        assertThat(fleet.deploy()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.err()).contains("status 500, not 200; it failed before, too");
    }

    @Test
    void aProbeThatCannotBeMadeNeitherPassesNorRevertsAndOpensNoGate() {
        fleet.flags.put(Setting.CANARY, "web1");
        fleet.rooms.looks.put(
                "web1",
                (probe, _) -> probe instanceof Probe.Http ? new Result.CouldNotTell("no such command") : pass());
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.rooms.order).containsExactly("web1 -> 2 (bbbbbbb)", "web1 confirmed");
        assertThat(fleet.err())
                .contains("it could not be told whether it is well", "[health.unknown]", "is unhealthy, none allowed");
    }

    @Test
    void whoAsksToStopKeepsTheIllHostToLookAt() {
        fleet.flags.put(Setting.ON_FAILURE, "stop");
        illAfterTheSwitch("web1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order).contains("web1 confirmed");
        assertThat(fleet.err()).contains("keeps 2 (bbbbbbb), and is not well: http://web1/healthz: status 500");
    }

    @Test
    void aHostThatMustNotGoBackStaysIll() throws IOException {
        fleet.configure("""
                health: [{http: 'http://{address}/healthz', retries: 0}]
                rollout: {neverRollBack: web1}
                """);
        illAfterTheSwitch("web1");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order).contains("web1 confirmed");
    }

    @Test
    void theRunGoesBackBecauseOfOneIllHost() {
        fleet.flags.put(Setting.ON_FAILURE, "run");
        fleet.flags.put(Setting.BATCH, "1");
        illAfterTheSwitch("web3");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.rooms.order)
                .contains("web1 -> 1 (aaaaaaa)", "web2 -> 1 (aaaaaaa)")
                .anyMatch(what -> what.startsWith("web3 reverted"));
    }

    @Test
    void checksAreForTheHostsThatTheyName() throws IOException {
        fleet.configure("health: [{on: web1, tcp: 5432}, {on: web2, ignoreUnits: [cups.service]}]");
        fleet.rooms.looks.put("web2", (probe, _) -> {
            assertThat(probe)
                    .isInstanceOfSatisfying(
                            Probe.NoNewFailure.class,
                            known -> assertThat(known.known()).containsExactly("cups.service"));
            return pass();
        });
        assertThat(fleet.deploy()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.err()).contains("tcp 5432: ok");
    }

    /** The first look, before anything is changed, finds it well. */
    private void illAfterTheSwitch(String host) {
        var looked = new AtomicBoolean();
        fleet.rooms.looks.put(host, (probe, _) -> {
            if (!(probe instanceof Probe.Http)) {
                return pass();
            }
            return looked.getAndSet(true) ? ILL : pass();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Result pass() {
        return new Result.Pass();
    }
}
