package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.PlanFile;
import dev.convoy.cli.plan.SavedPlan;
import dev.convoy.cli.plan.SavedPlan.PlannedHost;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedPlanTest {
    @TempDir
    private Path directory;

    private final FakeRooms rooms = new FakeRooms();
    private String err = "";

    @BeforeEach
    void twoHosts() {
        for (String name : List.of("web1", "web2")) {
            rooms.add(States.host(name, wanted(name)), States.running(old(name)));
        }
    }

    @Test
    void aPlanIsReadBackAsItWasWritten() {
        Path file = directory.resolve("plan.json");
        PlanFile.write(file, plan());
        assertThat(PlanFile.read(file)).isEqualTo(plan());
    }

    @Test
    void aPlanIsCarriedOutWithoutAFlake() {
        assertThat(deploy("")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("build web1", "SWITCH web1", "build web2", "SWITCH web2");
    }

    @Test
    void aHostThatMovedIsLeftAloneAndTheDifferenceIsNamed() {
        rooms.states.put("web1", States.running(States.system('c', "web1", "1.5")));
        assertThat(deploy("")).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("SWITCH web2").doesNotContain("SWITCH web1", "copy web1");
        assertThat(err)
                .contains("it runs 1.5 (ccccccc), but ran 1 (aaaaaaa) when the plan was made", "[plan.host-moved]");
    }

    @Test
    void aHostThatHasItAlreadyIsUnchanged() {
        rooms.states.put("web1", States.running(wanted("web1")));
        assertThat(deploy("web1")).isEqualTo(ExitCode.SUCCESS);
        assertThat(err).contains("1 unchanged");
    }

    @Test
    void whatCanNoLongerBeBuiltIsSaidBeforeAnythingIsTouched() {
        rooms.gone.add(wanted("web1"));
        rooms.gone.add(States.host("web1", wanted("web1")).derivation());
        assertThat(deploy("web1")).isEqualTo(ExitCode.NOTHING_TOUCHED);
        assertThat(err).contains("plan.derivation-missing", "Make the plan anew");
    }

    @Test
    void hostsThatThePlanDoesNotHaveAreUsageErrors() {
        assertThat(deploy("web3")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("web3");
    }

    @Test
    void badFilesGetOneClearError() throws IOException {
        Path file = directory.resolve("plan.json");
        complains(file, "it cannot be read");
        Files.writeString(file, "hello");
        complains(file, "it is no JSON object");
        Files.writeString(file, "{\"v\":1}");
        complains(file, "it is not a plan");
        PlanFile.write(file, plan());
        String good = Files.readString(file);
        Files.writeString(file, good.replace("\"v\" : 1", "\"v\" : 2"));
        complains(file, "it was written by another version of convoy");
        Files.writeString(file, good.replace("/nix/store/aaa", "/tmp/aaa"));
        complains(file, "it is damaged: \"running\" must be a store path");
    }

    private static void complains(Path file, String problem) {
        assertThatThrownBy(() -> PlanFile.read(file))
                .hasMessageStartingWith("the plan " + file + ": " + problem)
                .message()
                .doesNotContain("\n");
    }

    private SavedPlan plan() {
        var hosts = new TreeMap<HostName, PlannedHost>();
        rooms.fleet.forEach((name, spec) -> hosts.put(name, new PlannedHost(spec, Optional.of(old(name.value())))));
        var flake = new LockedFlake(
                new FlakeRef("/srv/fleet"),
                "git+file:///srv/fleet?rev=abc",
                Optional.empty(),
                Optional.of("sha256-x"),
                Optional.of("abc"),
                false,
                Optional.of("f00d"));
        return new SavedPlan(Instant.parse("2026-11-21T07:15:30Z"), "eve@laptop", Goal.SWITCH, flake, hosts);
    }

    private ExitCode deploy(String on) {
        var bytes = new ByteArrayOutputStream();
        var to = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var environment = Map.of("HOME", directory.toString());
        var surroundings = new Surroundings(
                environment, directory, new ByteArrayInputStream(new byte[0]), to, to, false, false, Clock.systemUTC());
        var session = new Session(surroundings, new SettingsLoader(environment, directory).load(Map.of()));
        var selector = SelectorParser.parseAll(on.isEmpty() ? List.of() : List.of(on));
        try (var frame = RunFrame.forRun(session, false)) {
            return DeployRun.run(
                    session, "deploy", Goal.SWITCH, new HostSource.FromPlan(plan(), selector), frame, rooms);
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private static StorePath old(String host) {
        return States.system('a', host, "1");
    }

    private static StorePath wanted(String host) {
        return States.system('b', host, "2");
    }
}
