package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildLogTest {
    private static final StorePath DEP = StorePath.parse("/nix/store/9zyx8gks7f0giwb7s8w5dfa5nnqplc8h-dep.drv");

    private final List<BuildEvent> events = new ArrayList<>();
    private int completed;

    @OnEveryNix
    void onlyWhatFailedByItselfIsBlamed(String version) {
        BuildLog log = read(version, "build");

        assertThat(log.failures().failed()).containsExactly(DEP);
        EvalFailure failure = log.failures().failure(DEP, "");
        assertThat(failure.code()).isEqualTo("build.failed");
        assertThat(failure.message().lines().toList())
                .anySatisfy(line -> assertThat(line).contains("exit code 7"))
                .endsWith("  line 38", "  line 39")
                .doesNotContain("  line 19")
                .doesNotContain("Output paths:");
        assertThat(failure.hints()).containsExactly("see the whole log: nix-store --read-log " + DEP);
    }

    @OnEveryNix
    void buildsBeginAndEndAndCount(String version) {
        read(version, "build").ended(false);

        assertThat(events).contains(new BuildEvent.BuildStarted(DEP), new BuildEvent.LogLine(DEP, "building dep"));
        assertThat(events).filteredOn(BuildEvent.BuildStarted.class::isInstance).hasSize(4);
        assertThat(events)
                .filteredOn(BuildEvent.BuildFinished.class::isInstance)
                .hasSize(4);
        assertThat(completed).isEqualTo(3);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        BuildEvent.Progress.class,
                        last -> assertThat(last.built()).isEqualTo(3));
        assertThat(events).noneMatch(BuildEvent.Message.class::isInstance);
    }

    @OnEveryNix
    void fetchesCountPathsAndBytes(String version) {
        BuildLog log = read(version, "fetch");
        log.ended(true);

        assertThat(events.getLast()).isEqualTo(new BuildEvent.Progress(0, 0, 0, 3, 3, 300568, 300568));
        assertThat(completed).isEqualTo(3);
        assertThat(log.failures().errors()).isEmpty();
        assertThat(events).noneMatch(BuildEvent.Message.class::isInstance);
    }

    @Test
    void aLogThatTheDaemonQuotesIsNotShownTwice() {
        String message = "error: builder for '" + DEP
                + "' failed with exit code 7;\\n       last 2 log lines:\\n       > a\\n       > b\\n"
                + "       For full logs, run:\\n         nix log " + DEP;
        String error = "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"" + message + "\"}";
        var with = new BuildLog(InstantSource.system(), events::add, () -> {});
        with.line("@nix {\"action\":\"start\",\"id\":1,\"type\":105,\"fields\":[\"" + DEP + "\"]}");
        with.line("@nix {\"action\":\"result\",\"id\":1,\"type\":101,\"fields\":[\"a\"]}");
        with.line(error);
        var without = new BuildLog(InstantSource.system(), events::add, () -> {});
        without.line(error);

        assertThat(with.failures().failure(DEP, "").message())
                .isEqualTo("builder for '" + DEP + "' failed with exit code 7\nthe last lines of its log:\n  a");
        assertThat(without.failures().failure(DEP, "").message()).contains("> a\n> b\n");
    }

    @Test
    void samplesAtMostFiveTimesASecond() {
        Instant[] now = {Instant.EPOCH};
        var log = new BuildLog(() -> now[0], events::add, () -> {});
        log.line("@nix {\"action\":\"start\",\"id\":1,\"type\":100,\"fields\":[\"p\"]}");
        for (int i = 0; i < 1000; i++) {
            log.line("@nix {\"action\":\"result\",\"id\":1,\"type\":105,\"fields\":[" + i + ",1000,0,0]}");
            now[0] = now[0].plusMillis(1);
        }

        assertThat(events).hasSize(5);
    }

    @Test
    void linesThatAreNoJsonAreMessagesOrErrors() {
        var log = new BuildLog(InstantSource.system(), events::add, () -> {});
        log.line("ssh: connect to host builder port 22: Connection refused");
        log.line("@nix {\"action\":");
        log.line("@nix {\"action\":\"novelty\",\"extra\":{\"a\":[1,{}]},\"id\":1.5}");
        log.line("error: don't know how to build these paths:");

        assertThat(events)
                .first()
                .isEqualTo(new BuildEvent.Message("ssh: connect to host builder port 22: Connection refused"));
        assertThat(log.failures().errors()).isEqualTo("don't know how to build these paths:");
    }

    @Test
    void kindsOfBuildFailuresAreToldApart() {
        assertThat(BuildFailures.fault("hash mismatch in fixed-output derivation 'x'", ""))
                .isEqualTo(Fault.BUILD_HASH_MISMATCH);
        assertThat(BuildFailures.fault("building of 'x' timed out after 5 seconds", ""))
                .isEqualTo(Fault.BUILD_TIMED_OUT);
        assertThat(BuildFailures.fault("a 'riscv64-linux' with features {} is required to build 'x'", ""))
                .isEqualTo(Fault.BUILD_PLATFORM);
        assertThat(BuildFailures.fault("builder for 'x' failed", "write: No space left on device"))
                .isEqualTo(Fault.BUILD_DISK_FULL);
        assertThat(BuildFailures.fault("unable to download 'https://x'", "")).isEqualTo(Fault.BUILD_FETCH_FAILED);
        assertThat(BuildFailures.fault("builder for 'x' failed with exit code 1", ""))
                .isEqualTo(Fault.BUILD_FAILED);
    }

    private BuildLog read(String version, String name) {
        var log = new BuildLog(InstantSource.fixed(Instant.EPOCH), events::add, () -> completed++);
        log.read(new ByteArrayInputStream(Recorded.read(version, name).getBytes(StandardCharsets.UTF_8)));
        return log;
    }
}
