package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Phase;
import dev.convoy.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JsonSinkTest {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    private static final JsonNode SCHEMA =
            JSON.readTree(Path.of("../docs/schema/events-v1.schema.json").toFile());

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SetClock clock = new SetClock(EverySaying.TIME);
    private final JsonSink sink = new JsonSink(new PrintStream(out, false, StandardCharsets.UTF_8), clock);

    @Test
    void everyEventFitsTheSchema() {
        sink.accept(EverySaying.events());
        assertThat(lines())
                .hasSize(EverySaying.bodies().size())
                .allSatisfy(line ->
                        assertThat(new SchemaCheck(SCHEMA).problems(line)).isEmpty());
    }

    @Test
    void theSchemaDescribesNothingElse() {
        play(new FakeRun(10), Duration.ofMillis(200));
        sink2().accept(EverySaying.events());
        Set<String> types =
                lines().stream().map(l -> l.get("type").stringValue()).collect(Collectors.toSet());
        Set<String> described = SCHEMA.get("oneOf")
                .valueStream()
                .map(choice -> choice.get("$ref").stringValue().substring("#/$defs/".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(types).containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void theSchemaRefusesWhatItShould() {
        sink.accept(EverySaying.events());
        ObjectNode line = (ObjectNode) lines().getFirst();
        var check = new SchemaCheck(SCHEMA);
        assertThat(check.problems(line.deepCopy().put("surplus", 1))).isNotEmpty();
        assertThat(check.problems(line.deepCopy().put("v", 2))).isNotEmpty();
        assertThat(check.problems(line.deepCopy().put("type", "run.begun"))).isNotEmpty();
        assertThat(check.problems(line.deepCopy().without("runId"))).isNotEmpty();
    }

    @Test
    void aWholeRunFitsTheSchemaAndCountsItsLines() {
        play(new FakeRun(40), Duration.ofMillis(250));
        List<JsonNode> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            assertThat(new SchemaCheck(SCHEMA).problems(lines.get(i))).isEmpty();
            assertThat(lines.get(i).get("seq").intValue()).isEqualTo(i + 1);
        }
        assertThat(lines.getFirst().get("type").stringValue()).isEqualTo("run.started");
        assertThat(lines.getLast().get("type").stringValue()).isEqualTo("run.finished");
        assertThat(lines.getLast().get("exitCode").intValue()).isEqualTo(1);
    }

    @Test
    void samplesTransfersOnceASecondAndOnlyWhenTheyMove() {
        var progress = new TransferProgress();
        sink.accept(List.of(new FleetEvent(
                1,
                clock.instant(),
                Optional.of(EverySaying.HOST),
                Phase.TRANSFER,
                new Body.TransferStarted(progress, 3, 100))));
        for (int i = 0; i < 30; i++) {
            clock.pass(Duration.ofMillis(100));
            if (i < 15) {
                progress.narBytesSent().add(2);
                progress.wireBytes().add(1);
            }
            sink.accept(List.of());
        }
        assertThat(lines().stream()
                        .filter(line -> line.get("type").stringValue().equals("transfer.progress"))
                        .map(line -> line.get("sentBytes") + " in " + line.get("wireBytes")))
                .containsExactly("0 in 0", "20 in 10", "30 in 15");
    }

    @Test
    void theLastLineComesEvenWhenTheRunNeverSaidHowItEnded() {
        sink.accept(EverySaying.events().subList(0, 2));
        sink.close();
        assertThat(lines().getLast().get("type").stringValue()).isEqualTo("run.finished");
        assertThat(lines().getLast().get("exitCode").intValue()).isEqualTo(70);
    }

    @Test
    void nothingFollowsTheLastLine() {
        sink.accept(EverySaying.events());
        sink.accept(EverySaying.events());
        sink.close();
        assertThat(lines().getLast().get("type").stringValue()).isEqualTo("run.finished");
        assertThat(lines()).hasSize(EverySaying.bodies().size());
    }

    @Test
    void aLineIsAsciiAndOneLineWhateverAHostPrints() {
        sink.accept(List.of(new FleetEvent(
                1, EverySaying.TIME, Optional.empty(), Phase.BUILD, new Body.Warning("ü\n\u001b[31m\u009b\u2028"))));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.chars().filter(c -> c == '\n').count()).isEqualTo(1);
        assertThat(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)))
                .isTrue();
        assertThat(lines().getFirst().get("text").stringValue()).isEqualTo("ü\n\u001b[31m\u009b\u2028");
    }

    private JsonSink sink2() {
        return new JsonSink(new PrintStream(out, false, StandardCharsets.UTF_8), clock);
    }

    private void play(FakeRun run, Duration step) {
        for (Duration at = Duration.ZERO; at.compareTo(run.length()) <= 0; at = at.plus(step)) {
            clock.set(FakeRun.START.plus(at).plus(step));
            sink.accept(run.between(at, at.plus(step)));
        }
        sink.close();
    }

    private List<JsonNode> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
    }
}
