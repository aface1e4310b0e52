package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.ui.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator reads of a canary that fails, at each moment, on a terminal of 80 columns: docs/failing-canary.md is made
 * here, and must be what is shown. With {@code -Dconvoy.write} it is written anew.
 */
class FailingCanaryTest {
    private static final Path PAGE = Path.of("..", "docs", "failing-canary.md");

    private static final String YAML = """
            canary: web1
            soak: 2m
            onFailure: pause
            rollout:
              stages: [{on: 'web*', batch: 50%}]
            health:
              - {name: site, on: 'web*', http: 'http://{address}/healthz', retries: 2, interval: 10s}
            """;

    @TempDir
    private Path directory;

    @Test
    void theOperatorReadsWhatHeNeedsToAct() throws IOException, InterruptedException {
        var fleet = new FakeFleet(directory, "db1", "web1", "web2", "web3", "web4");
        fleet.configure(YAML);
        fleet.rooms.looks.put(
                "web1",
                (probe, at) -> probe instanceof Probe.Http && at.toSeconds() >= 40
                        ? new Result.Fail("status 502, not 200", List.of("upstream shop-api refused the connection"))
                        : new Result.Pass());
        String plan = String.join("\n", fleet.plan());
        Map<String, Predicate<FleetEvent>> moments = new LinkedHashMap<>();
        moments.put("well", event -> event.body() instanceof Body.Health);
        moments.put(
                "first",
                event -> event.body() instanceof Body.Health(var finding)
                        && finding.result().isFailure());
        moments.put("halted", event -> event.body() instanceof Body.RolloutHalted);
        var recorder = new Recorder(moments);
        var operator = new OperatorWhoStops();

        assertThat(fleet.deploy(recorder, operator)).isEqualTo(ExitCode.DECLINED);

        String page = """
                # A canary that fails, as it is read

                This page is made by a test from a run with hosts in memory: everything in the boxes is what convoy shows on a
                terminal of 80 columns. In `convoy.yaml`:

                ```yaml
                %s```

                ## Before: `convoy plan`

                ```
                %s
                ```

                ## The canary is on trial

                Everything is built and copied. Only `web1` has been touched, and it still boots the old system.

                ```
                %s
                ```

                ## Something is wrong

                The first failure is overlooked, as `retries` says; the host goes on being watched.

                ```
                %s
                ```

                ## The canary goes back, the others are not begun, and you are asked

                ```
                %s

                %s
                ```

                ## After `stop`: what is true

                ```
                %s
                ```

                The exit code is 4. The log has every line of the activation and of the checks.
                """.formatted(
                        YAML,
                        plan,
                        recorder.picture("well"),
                        recorder.picture("first"),
                        recorder.picture("halted"),
                        operator.asked(),
                        recorder.summary("~/.local/state/convoy/runs/20261126-120000-k3v1"));
        if (System.getProperty("convoy.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(page.lines()
                        .filter(line -> !line.contains("convoy shows on"))
                        .toList())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(140));
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static final class OperatorWhoStops implements Operator {
        private final List<String> read = new ArrayList<>();

        @Override
        public boolean canBeAsked() {
            return true;
        }

        @Override
        public String choose(List<Line> lines, String question, List<String> words) {
            lines.forEach(line -> read.add(line.plain()));
            read.add(question + " [" + String.join(", ", words) + "] stop");
            return "stop";
        }

        String asked() {
            return String.join("\n", read);
        }
    }
}
