package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Repository;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What programs read of a run is what the schema promises. */
class JsonIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @Test
    void everyLineOfARunIsOneThatTheSchemaHas() throws Exception {
        Needs.nix();
        JsonNode definitions = JSON.readTree(Repository.root()
                        .resolve("docs/schema/events-v1.schema.json")
                        .toFile())
                .get("$defs");
        try (Rack rack = Rack.in(folder.resolve("rack"))) {
            rack.add(List.of("good", "bad", "off"));
            rack.host("off").powerOff();
            ExampleFleet fleet = ExampleFleet.in(folder.resolve("fleet"))
                    .host("good", "{ }")
                    .host("bad", "{ fail = \"activate\"; }")
                    .host("off", "{ }");
            rack.hosts().forEach(host -> fleet.reach(host.name(), rack.sshFiles()));

            Result result =
                    ConvoyProgram.in(fleet.folder(), folder.resolve("state")).run("deploy", "--yes", "--json");

            assertThat(result.exit()).as("%s", result).isEqualTo(1);
            List<JsonNode> lines = result.stdout().lines().map(JSON::readTree).toList();
            assertThat(lines).hasSizeGreaterThan(10);
            for (int i = 0; i < lines.size(); i++) {
                JsonNode line = lines.get(i);
                assertThat(line.get("v").intValue()).isEqualTo(1);
                assertThat(line.get("seq").intValue()).isEqualTo(i + 1);
                JsonNode definition = definitions.get(line.get("type").stringValue());
                assertThat(definition).as("%s", line).isNotNull();
                assertThat(definition.get("required").valueStream().map(JsonNode::stringValue))
                        .allSatisfy(field -> assertThat(line.has(field))
                                .as("%s of %s", field, line)
                                .isTrue());
                assertThat(line.propertyNames())
                        .allSatisfy(
                                field -> assertThat(definition.get("properties").has(field))
                                        .as("%s of %s", field, line)
                                        .isTrue());
            }
            JsonNode last = lines.getLast();
            assertThat(last.get("type").stringValue()).isEqualTo("run.finished");
            assertThat(last.get("exitCode").intValue()).isEqualTo(1);
        }
    }
}
