package dev.convoy.cli.run.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.frame.Operator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is offered when a rollout reaches a limit: nothing that would change nothing. */
class PauseTest implements Operator {
    @TempDir
    private Path directory;

    private FakeFleet fleet;
    private final List<List<String>> offered = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private String answer = "stop";

    @BeforeEach
    void threeHosts() throws IOException {
        fleet = new FakeFleet(directory, "db1", "web1", "web2");
        fleet.flags.put(Setting.ON_FAILURE, "pause");
    }

    @Test
    void nothingCanBePutBackWhereNothingWasActivated() {
        fleet.flags.put(Setting.BATCH, "1");
        fails("db1");
        assertThat(deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(offered).containsExactly(List.of("continue", "stop"));
        assertThat(read)
                .containsExactly("continue go on with 2 hosts", "stop begin no more; no host runs the new system");
    }

    @Test
    void aWaveIsOfferedOnlyBesideARunThatIsMore() {
        fleet.flags.put(Setting.BATCH, "2");
        fails("web2");
        assertThat(deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(offered)
                .as("nothing is left to go on with, and the wave has nothing")
                .containsExactly(List.of("stop", "run"));
    }

    @Test
    void whatThisWaveChangedIsLessThanWhatTheRunDid() throws IOException {
        fleet.configure("rollout: {stages: [{on: db1}, {on: 'web*'}]}");
        fails("web2");
        answer = "wave";
        assertThat(deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(offered).containsExactly(List.of("stop", "wave", "run"));
        assertThat(requireNonNull(fleet.rooms.states.get("web1")).running()).contains(States.system('a', "web1", "1"));
        assertThat(requireNonNull(fleet.rooms.states.get("db1")).running()).contains(FakeFleet.wanted("db1"));
    }

    @Test
    void hostsThatMustNotGoBackAreNoneThatCanBePutBack() throws IOException {
        fleet.configure("rollout: {neverRollBack: db1, stages: [{on: db1}, {on: web1}]}");
        fails("web1");
        assertThat(deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(offered).containsExactly(List.of("continue", "stop"));
        assertThat(read).contains("stop begin no more; 1 host with the new system keep it");
    }

    @Test
    void nobodyIsAskedWhereOnlyOneAnswerIsLeft() throws IOException {
        fleet.configure("rollout: {stages: [{on: db1}], dependsOn: {'web*': db1}}");
        fails("db1");
        assertThat(deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(offered).as("the others depend on what failed").isEmpty();
    }

    @Test
    void hostsThatMayStillComeAreWorthGoingOnFor() {
        fleet.flags.put(Setting.BATCH, "3");
        fleet.flags.put(Setting.OFFLINE, "wait:10m");
        fleet.rooms.comes.put("web2", Instant.EPOCH.plus(Duration.ofMinutes(3)));
        fails("db1");
        fails("web1");
        answer = "continue";
        assertThat(deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(offered)
                .as("once, or once for each, as they come")
                .isNotEmpty()
                .containsOnly(List.of("continue", "stop"));
        assertThat(fleet.rooms.order).contains("web2 confirmed");
    }

    private ExitCode deploy() {
        return fleet.deploy(new Deaf(), this);
    }

    private void fails(String host) {
        fleet.rooms.activations.put(
                host,
                new ActivationOutcome.Failed(
                        Optional.of(States.system('a', host, "1")),
                        new ActivationFailure("activation.failed", "it broke", List.of(), List.of())));
    }

    @Override
    public boolean canBeAsked() {
        return true;
    }

    @Override
    public String choose(List<Line> lines, String question, List<String> words) {
        offered.add(words);
        lines.forEach(line -> read.add(line.plain().strip().replaceAll(" +", " ")));
        return answer;
    }

    private static final class Deaf implements Sink {
        @Override
        public void accept(List<FleetEvent> events) {}

        @Override
        public void close() {}
    }
}
