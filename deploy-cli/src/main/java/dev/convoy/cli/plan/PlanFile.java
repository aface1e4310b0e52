package dev.convoy.cli.plan;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.convoy.cli.event.Printable;
import dev.convoy.cli.plan.SavedPlan.PlannedHost;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Saved plans as files: JSON, one version. */
public final class PlanFile {
    private static final int VERSION = 1;
    private static final String FORMAT = "convoy-plan";
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PlanFile() {}

    /** The file is there as a whole, or as it was before. */
    public static void write(Path file, SavedPlan plan) {
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            Files.writeString(part, MAPPER.writeValueAsString(json(plan)) + "\n");
            Files.move(part, whole, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UsageException("--out: the plan cannot be written to " + file + ": " + e);
        }
    }

    private static Map<String, Object> json(SavedPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("v", VERSION);
        json.put("made", plan.made().toString());
        json.put("operator", plan.operator());
        json.put("goal", plan.goal().word());
        json.put("flake", SpecJson.of(plan.flake()));
        json.put("hosts", plan.hosts().values().stream().map(PlanFile::host).toList());
        return json;
    }

    private static Map<String, Object> host(PlannedHost host) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", host.spec().name().value());
        json.put("facts", SpecJson.facts(host.spec().facts()));
        json.put("recipe", SpecJson.recipe(host.spec()));
        host.running().ifPresent(path -> json.put("running", path.toString()));
        return json;
    }

    /** @throws UsageException in one line, if it is not a plan that this convoy wrote and nobody changed */
    public static SavedPlan read(Path file) {
        Fields json;
        try {
            Map<?, ?> values = MAPPER.readValue(Files.readString(file), Map.class);
            json = new Fields(values == null ? Map.of() : values);
        } catch (IOException e) {
            throw complaint(file, "it cannot be read: " + e);
        } catch (JacksonException e) {
            throw complaint(file, "it is no JSON object");
        }
        if (!Optional.ofNullable(json.values().get("format")).equals(Optional.of(FORMAT))) {
            throw complaint(file, "it is not a plan; make one with 'convoy plan --out FILE'");
        }
        try {
            if (json.number("v").orElse(0) != VERSION) {
                throw complaint(file, "it was written by another version of convoy; make the plan anew");
            }
            return plan(json);
        } catch (Fields.WrongFieldException | DateTimeException e) {
            throw complaint(file, "it is damaged: " + e.getMessage());
        }
    }

    private static SavedPlan plan(Fields json) {
        SortedMap<HostName, PlannedHost> hosts = new TreeMap<>();
        for (Fields host : json.objects("hosts")) {
            HostName name = host.needHost("host");
            DeploymentFacts facts = SpecJson.facts(host.needObject("facts"));
            hosts.put(
                    name, new PlannedHost(SpecJson.spec(name, facts, host.needObject("recipe")), host.path("running")));
        }
        return new SavedPlan(
                Instant.parse(json.needText("made")),
                json.needText("operator"),
                Goal.deployed(json.needText("goal"))
                        .orElseThrow(() -> new Fields.WrongFieldException("goal", "a goal of 'convoy deploy'")),
                SpecJson.flake(json.needObject("flake")),
                hosts);
    }

    private static UsageException complaint(Path file, String problem) {
        return new UsageException("the plan " + file + ": " + Printable.line(problem));
    }
}
