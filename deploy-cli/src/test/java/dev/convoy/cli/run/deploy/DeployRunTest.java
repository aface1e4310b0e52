package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.FailedUnit;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.Bugs;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployRunTest {
    @TempDir
    private Path directory;

    private final FakeRooms rooms = new FakeRooms();
    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
    private String err = "";

    @BeforeEach
    void threeHosts() throws IOException {
        Files.createFile(directory.resolve("flake.nix"));
        for (String name : List.of("db1", "web1", "web2")) {
            rooms.add(States.host(name, wanted(name)), States.running(States.system('a', name, "1")));
        }
    }

    @Test
    void everyHostIsBuiltCopiedAndSwitched() throws IOException {
        assertThat(deploy(Goal.SWITCH)).as(err).isEqualTo(ExitCode.SUCCESS);
        for (String name : List.of("db1", "web1", "web2")) {
            assertThat(rooms.done).contains("observe " + name, "build " + name, "copy " + name, "SWITCH " + name);
        }
        assertThat(err).contains("switched to 2 (bbbbbbb), was 1 (aaaaaaa)");
        try (Stream<Path> roots = Files.list(directory.resolve("state/convoy/roots"))) {
            assertThat(roots.map(p -> p.getFileName().toString())).containsExactly("locks");
        }
    }

    @Test
    void unchangedHostsAreLookedAtAndLeftAlone() {
        rooms.states.put("web1", States.running(wanted("web1")));
        assertThat(deploy(Goal.SWITCH, "--on web1")).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("observe web1");
        assertThat(err).contains("1 unchanged");
    }

    @Test
    void oneHostsFailureIsNoOtherHosts() {
        rooms.broken.add("db1");
        rooms.states.remove("web1");
        assertThat(deploy(Goal.SWITCH)).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("SWITCH web2").doesNotContain("SWITCH db1", "SWITCH web1");
        assertThat(err).contains("evaluating db1: it is broken", "no connection to web1", "1 done, 2 failed");
    }

    @Test
    void aHostWhoseBuildFailsStopsThere() {
        rooms.unbuildable.add("web1");
        assertThat(deploy(Goal.SWITCH)).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("SWITCH db1", "SWITCH web2").doesNotContain("copy web1");
    }

    @Test
    void ifNothingCouldBeBuiltNothingWasTouched() {
        rooms.unbuildable.addAll(List.of("db1", "web1"));
        rooms.broken.add("web2");
        assertThat(deploy(Goal.SWITCH)).isEqualTo(ExitCode.NOTHING_TOUCHED);
        assertThat(rooms.done).noneMatch(d -> d.startsWith("copy"));
    }

    @Test
    void goalsGoAsFarAsTheySay() {
        assertThat(deploy(Goal.BUILD, "--on web1")).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("build web1");
        rooms.done.clear();
        assertThat(deploy(Goal.PUSH, "--on web1")).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("build web1", "copy web1", "observe web1");
        assertThat(err).contains("sent 1 path, 100 B in 40 B on the wire");
        rooms.done.clear();
        assertThat(deploy(Goal.BOOT, "--on web1")).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("BOOT web1");
        assertThat(err).contains("boots 2 (bbbbbbb) next");
    }

    @Test
    void whatCannotBeSwitchedToLiveIsRestartedIfItMay() {
        rooms.notLive.add("web1");
        assertThat(deploy(Goal.SWITCH, "--on web1")).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).doesNotContain("BOOT web1", "restart web1");
        assertThat(err).contains("[activation.needs-reboot]");
        flags.put(Setting.REBOOT, "if-needed");
        assertThat(deploy(Goal.SWITCH, "--on web1")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("BOOT web1", "restart web1");
        assertThat(err).contains("restarted into 2 (bbbbbbb)");
    }

    @Test
    void whatWasSwitchedToIsNotRestartedWithoutNeed() {
        flags.put(Setting.REBOOT, "if-needed");
        assertThat(deploy(Goal.SWITCH, "--on web1")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).doesNotContain("restart web1");
        flags.put(Setting.REBOOT, "always");
        rooms.states.put("web1", States.running(States.system('a', "web1", "1")));
        assertThat(deploy(Goal.SWITCH, "--on web1")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("restart web1");
    }

    @Test
    void aHostThatDoesNotComeBackIsUnknown() {
        flags.put(Setting.REBOOT, "always");
        rooms.away.add("web1");
        assertThat(deploy(Goal.BOOT, "--on web1")).as(err).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(err).contains("it did not come back");
    }

    @Test
    void whatIsBuiltOnTheHostIsNotBuiltHere() {
        flags.put(Setting.BUILD_ON_TARGET, "true");
        assertThat(deploy(Goal.SWITCH, "--on web1")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("build web1 there", "SWITCH web1").doesNotContain("build web1");
    }

    @Test
    void whatIsBuiltOnTheHostIsBroughtBackIfWanted() {
        flags.put(Setting.BUILD_ON_TARGET, "true");
        flags.put(Setting.FETCH_RESULT, "true");
        assertThat(deploy(Goal.SWITCH, "--on web1")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("fetch " + wanted("web1").name() + " from web1", "SWITCH web1");
    }

    @Test
    void whatGoesToACacheIsBuiltAndNotBroughtToHosts() {
        rooms.gone.clear();
        assertThat(push("s3://bucket?secret")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done)
                .contains("upload " + wanted("db1").name() + " to s3://bucket")
                .contains("upload " + wanted("web1").name() + " to s3://bucket")
                .doesNotContain("observe web1");
    }

    @Test
    void whatIsBuiltOnTheHostIsNotHereToGoToACache() {
        flags.put(Setting.BUILD_ON_TARGET, "true");
        rooms.gone.add(wanted("web1"));
        assertThat(push("file:///srv/cache")).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(err).contains("[cache.not-here]", "--fetch-result");
    }

    @Test
    void whatReachesHostsThroughACacheIsNotSentToThem() {
        flags.put(Setting.TRANSFER, "cache");
        flags.put(Setting.CACHE, "s3://bucket?secret");
        assertThat(deploy(Goal.SWITCH, "--on web1")).as(err).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done)
                .contains("upload " + wanted("web1").name() + " to s3://bucket", "fetch web1", "SWITCH web1")
                .doesNotContain("copy web1");
    }

    @Test
    void aCacheMustBeNamedWhereHostsAreToFetch() {
        flags.put(Setting.TRANSFER, "cache");
        assertThat(deploy(Goal.SWITCH, "--on web1")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--cache URL");
        assertThat(rooms.done).doesNotContain("observe web1");
    }

    @Test
    void activationsThatEndBadlySayHow() {
        var cause = new ActivationFailure("activation.switch-failed", "it broke", List.of("log line"), List.of());
        rooms.activations.put("db1", new ActivationOutcome.Reverted(Optional.of(wanted("db1")), cause));
        rooms.activations.put(
                "web1",
                new ActivationOutcome.Degraded(
                        wanted("web1"), List.of(new FailedUnit("nginx.service", List.of("bind: in use")))));
        assertThat(deploy(Goal.SWITCH)).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(err)
                .contains(
                        "rolled back: it broke",
                        "1 unit failed: nginx.service",
                        "bind: in use",
                        "convoy rollback --on web1");
    }

    @Test
    void whatCouldNotBeReadIsNotCalledFailed() {
        var cause = new ActivationFailure("activation.unreachable", "gone", List.of(), List.of());
        rooms.activations.put("db1", new ActivationOutcome.Indeterminate(cause));
        assertThat(deploy(Goal.SWITCH)).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(err).contains("state unknown: gone");
    }

    @Test
    void hostsThatDoNotExistOrAreNotChosenAreUsageErrors() {
        assertThat(deploy(Goal.SWITCH, "--on wbe1")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("the fleet has no host \"wbe1\"; did you mean web1?");
        assertThat(deploy(Goal.SWITCH, "--on @nothing")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("no host of the fleet is chosen");
        assertThat(rooms.done).isEmpty();
    }

    @Test
    void anExceptionThatNobodyExpectsIsABugWithATrace() throws IOException {
        var bugs = new Bugs(session().surroundings());
        var failure = bugs.failure(new IllegalStateException("never"), dev.convoy.cli.event.Phase.BUILD);
        assertThat(failure.code()).isEqualTo("convoy.bug");
        assertThat(bugs.wereFound()).isTrue();
        try (Stream<Path> traces = Files.list(directory.resolve("state/convoy/traces"))) {
            assertThat(Files.readString(traces.findFirst().orElseThrow())).contains("IllegalStateException: never");
        }
    }

    private static StorePath wanted(String host) {
        return States.system('b', host, "2");
    }

    private ExitCode deploy(Goal goal) {
        return deploy(goal, "");
    }

    private ExitCode push(String cache) {
        var bytes = new ByteArrayOutputStream();
        Session session = session(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try (var frame = RunFrame.forRun(session, false)) {
            var source = new HostSource.FromFlake(SelectorParser.parseAll(List.of()));
            return DeployRun.push(session, CacheUrl.parse(cache).orElseThrow(), source, frame, rooms);
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private ExitCode deploy(Goal goal, String on) {
        var bytes = new ByteArrayOutputStream();
        Session session = session(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> selectors = on.isEmpty() ? List.of() : List.of(on.replace("--on ", ""));
        try (var frame = RunFrame.forRun(session, false)) {
            var source = new HostSource.FromFlake(SelectorParser.parseAll(selectors));
            return DeployRun.run(session, "deploy", goal, source, frame, rooms);
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private Session session() {
        return session(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    private Session session(PrintStream to) {
        var environment = Map.of(
                "HOME",
                directory.toString(),
                "XDG_STATE_HOME",
                directory.resolve("state").toString());
        var surroundings = new Surroundings(
                environment, directory, new ByteArrayInputStream(new byte[0]), to, to, false, false, Clock.systemUTC());
        return new Session(surroundings, new SettingsLoader(environment, directory).load(flags));
    }
}
