package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Indeterminate;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.activation.TestLink.Break;
import dev.convoy.store.machine.Command;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections, controllers and supervisors that die, two controllers at once, and what the next one finds. */
class LostConnectionIT {
    private final List<ActivationEvent> events = new ArrayList<>();
    private final Activator activator = new Activator(events::add, Clock.systemUTC(), time -> {});
    private TestHost host;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        host = new TestHost(root);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    static Stream<Arguments> everyCommandAndMoment() {
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(command -> Stream.of(Break.values()).map(moment -> Arguments.of(command, moment)));
    }

    @ParameterizedTest
    @MethodSource("everyCommandAndMoment")
    void connectionLostAtAnyStepIsTakenUpAgainAndTheSwitchRunsOnce(int command, Break moment) throws Exception {
        host.behave("new-test", "sleep 0.5");

        ActivationOutcome outcome =
                activator.activate(TestLink.breakingAt(host, command, moment), request("r-1", host.fresh));

        assertThat(outcome).isEqualTo(new Activated(host.fresh, List.of()));
        assertThat(host.calls()).containsExactly("new test", "new boot");
        assertThat(Ledger.read(host)).hasSize(1);
        assertThat(events).contains(new ActivationEvent.Reconnected());
    }

    @Test
    void hostThatStaysAwayIsIndeterminateAndGoesBackAlone() throws Exception {
        host.behave("new-test", "sleep 1");
        var request =
                Requests.of("r-1", ActivationGoal.SWITCH, host.fresh, Duration.ofSeconds(20), Duration.ofSeconds(1));
        var link = TestLink.breakingAt(host, 1, Break.WHILE_IT_RUNS).forEver();

        assertThat(impatient().activate(link, request)).isInstanceOf(Indeterminate.class);

        await().until(() -> Files.exists(host.path("var/lib/convoy/runs/r-1/result")));
        host.assertRuns(host.old);
        host.assertBoots(host.old);
        assertThat(activator.activate(TestLink.to(host), request))
                .as("asked again, the same run is followed, not repeated")
                .isInstanceOf(Reverted.class);
        assertThat(host.calls()).containsExactly("new test", "old test");
    }

    @Test
    void hostThatWasNeverReachedIsUntouched() throws Exception {
        var link = TestLink.breakingAt(host, 0, Break.BEFORE_IT_STARTS).forEver();

        ActivationOutcome outcome = impatient().activate(link, request("r-1", host.fresh));

        assertThat(outcome).isNotInstanceOf(Activated.class);
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void supervisorThatDidNotArriveWholeIsNotStarted() throws Exception {
        Command start = HostScript.START.command("r-1", "99999", RequestText.of(request("r-1", host.fresh)));

        HostAnswer answer =
                HostAnswer.parse(host.run(start, "exit 0\n").stdout(), "start").orElseThrow();

        assertThat(answer.text("start.state")).contains("refused");
        try (var left = Files.list(host.path("var/lib/convoy"))) {
            assertThat(left).containsExactly(host.path("var/lib/convoy/runs"));
        }
        assertThat(activator.activate(TestLink.to(host), request("r-1", host.fresh)))
                .isInstanceOf(Activated.class);
    }

    @Test
    void runThatIsJustBeingMadeByALostCommandIsKnownByItsRequest() throws Exception {
        Path run = host.path("var/lib/convoy/runs/r-1");
        Files.createDirectories(run);
        Command start = HostScript.START.command("r-1", "7", RequestText.of(request("r-1", host.fresh)));
        Thread lost = Thread.ofVirtual().start(() -> arriveLate(run.resolve("request")));

        HostAnswer answer =
                HostAnswer.parse(host.run(start, "exit 0\n").stdout(), "start").orElseThrow();

        lost.join();
        assertThat(answer.text("start.state")).contains("exists");
        assertThat(answer.text("request.goal")).contains("switch");
    }

    private static void arriveLate(Path request) {
        try {
            Thread.sleep(500);
            Files.writeString(request, "goal\tswitch\n");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void runIdOfAnotherRunIsRefused() throws Exception {
        activator.activate(TestLink.to(host), request("r-1", host.fresh));

        assertFailed(activator.activate(TestLink.to(host), request("r-1", host.old)), "activation.run-id-used");
    }

    @Test
    void secondControllerIsToldWhoHoldsTheHost() throws Exception {
        host.behave("new-test", "touch /nix/testing; while [ -e /nix/testing ]; do sleep 0.1; done");
        Thread first = Thread.ofVirtual().start(() -> activateQuietly(request("r-1", host.fresh)));
        await().until(() -> Files.exists(host.path("nix/testing")));

        ActivationOutcome second = activator.activate(TestLink.to(host), request("r-2", host.old));
        HostState meanwhile = new HostObserver().observe(host);
        Files.delete(host.path("nix/testing"));
        first.join();

        assertFailed(second, "activation.host-locked");
        assertThat(((Failed) second).cause().message()).contains("alice@laptop").contains("r-1");
        assertThat(meanwhile.runInProgress().orElseThrow().runId()).isEqualTo("r-1");
        assertThat(meanwhile.interrupted()).isEmpty();
        host.assertRuns(host.fresh);
        assertThat(new HostObserver().observe(host).runInProgress()).isEmpty();
    }

    @Test
    void lockFromBeforeAReboot() throws Exception {
        host.write("var/lib/convoy/lock", "run\tr-0\noperator\tbob\nsince\t1\npid\t1\nstart\t1\nboot\tanother-boot\n");

        assertThat(new HostObserver().observe(host).runInProgress()).isEmpty();
        assertThat(activator.activate(TestLink.to(host), request("r-1", host.fresh)))
                .isInstanceOf(Activated.class);
    }

    @Test
    void lockOfAProcessWhoseNumberAnotherOneHasNow() throws Exception {
        String boot = host.read("boot_id").strip();
        host.write(
                "var/lib/convoy/lock",
                "run\tr-0\noperator\tbob\nsince\t1\npid\t"
                        + ProcessHandle.current().pid() + "\nstart\t1\nboot\t" + boot + "\n");

        assertThat(activator.activate(TestLink.to(host), request("r-1", host.fresh)))
                .isInstanceOf(Activated.class);
    }

    @Test
    void longLogArrivesWholeAndInOrder() throws Exception {
        host.behave("new-test", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo \"line $i ä\"; done");

        activator.activate(TestLink.to(host), request("r-1", host.fresh));

        List<String> lines = events.stream()
                .filter(ActivationEvent.LogLine.class::isInstance)
                .map(event -> ((ActivationEvent.LogLine) event).text())
                .filter(line -> line.startsWith("line "))
                .toList();
        assertThat(lines).hasSize(20_000);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("line " + (i + 1) + " ä");
        }
    }

    @Test
    void observationTellsWhatTheHostRuns() throws Exception {
        activator.activate(TestLink.to(host), request("r-1", host.fresh));

        HostState state = new HostObserver().observe(host);

        assertThat(state.running()).contains(host.fresh);
        assertThat(state.booted()).contains(host.old);
        assertThat(state.profile()).contains(host.fresh);
        assertThat(state.generation()).hasValue(2);
        assertThat(state.runningBootFiles().orElseThrow().kernelModules()).isPresent();
        assertThat(state.lastDeployment().orElseThrow().toplevel()).isEqualTo(host.fresh);
        assertThat(state.storeFree()).isPresent();
        assertThat(state.storeWritable()).isTrue();
        assertThat(state.root()).isTrue();
        assertThat(state.warnings()).isEmpty();
    }

    private void activateQuietly(ActivationRequest request) {
        try {
            new Activator(event -> {}, Clock.systemUTC()).activate(TestLink.to(host), request);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its clock runs so fast that patience ends at the second attempt. */
    private Activator impatient() {
        SteppingClock clock = new SteppingClock();
        return new Activator(events::add, clock, time -> clock.advance(Duration.ofMinutes(10)));
    }

    private static ActivationRequest request(String runId, StorePath toplevel) {
        return Requests.of(runId, ActivationGoal.SWITCH, toplevel, Duration.ofSeconds(20));
    }

    private static void assertFailed(ActivationOutcome outcome, String code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo(code));
    }
}
