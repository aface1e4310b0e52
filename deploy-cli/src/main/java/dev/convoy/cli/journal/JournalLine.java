package dev.convoy.cli.journal;

import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.Fields;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.SpecJson;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Entries as JSON, a line each. */
final class JournalLine {
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JournalLine() {}

    static String of(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", VERSION);
        json.put("time", entry.time().toString());
        switch (entry) {
            case Entry.RunBegun(Instant _, RunHead run) -> run(json, run);
            case Entry.HostPlanned(Instant _, HostHead host) -> host(json, host);
            case Entry.HostFailing(Instant _, HostName host, List<String> checks) -> {
                json.put("type", "host.failing");
                json.put("host", host.value());
                json.put("checks", checks);
            }
            case Entry.HostStep(Instant _, HostName host, Step step, Optional<String> reason) -> {
                json.put("type", "host.step");
                json.put("host", host.value());
                json.put("step", step.word());
                reason.ifPresent(why -> json.put("reason", why));
            }
            case Entry.HostRestarted(Instant _, HostName host, Boot boot) -> {
                json.put("type", "host.step");
                json.put("host", host.value());
                json.put("step", Step.REBOOT.word());
                json.put("boot", boot.id());
                json.put("failedUnits", boot.failedUnits());
            }
            case Entry.HostEnded(Instant _, HostName host, Ending ending) -> {
                json.put("type", "host.ended");
                json.put("host", host.value());
                json.put("outcome", ending.kind().word());
                json.put("text", ending.text());
                ending.code().ifPresent(code -> json.put("code", code));
                ending.phase().ifPresent(phase -> json.put("phase", word(phase)));
            }
            case Entry.RolloutHalted(Instant _, Halt halt) -> {
                json.put("type", "rollout.halted");
                json.put("reason", halt.reason());
                json.put("action", halt.action().word());
                json.put("back", halt.back().stream().map(HostName::value).toList());
            }
            case Entry.RolloutResumed _ -> json.put("type", "rollout.resumed");
            case Entry.RunResumed(Instant _, String operator) -> {
                json.put("type", "run.resumed");
                json.put("operator", operator);
            }
            case Entry.RunEnded(Instant _, int exitCode) -> {
                json.put("type", "run.ended");
                json.put("exitCode", exitCode);
            }
        }
        return MAPPER.writeValueAsString(json);
    }

    private static void run(Map<String, Object> json, RunHead run) {
        json.put("type", "run.begun");
        json.put("run", run.runId());
        json.put("command", run.command());
        json.put("goal", run.goal().word());
        json.put("operator", run.operator());
        json.put("flake", SpecJson.of(run.flake()));
        run.note().ifPresent(note -> json.put("note", note));
        run.said().ifPresent(said -> {
            json.put("directory", said.directory());
            json.put("settings", said.settings());
            json.put("files", said.files());
        });
    }

    private static void host(Map<String, Object> json, HostHead host) {
        json.put("type", "host.planned");
        json.put("host", host.host().value());
        json.put("facts", SpecJson.facts(host.facts()));
        host.recipe().ifPresent(recipe -> json.put("recipe", SpecJson.recipe(recipe)));
        host.before().ifPresent(path -> json.put("before", path.toString()));
        host.bootsBefore().ifPresent(path -> json.put("bootsBefore", path.toString()));
        json.put("system", host.system().toString());
        host.wave().ifPresent(wave -> json.put("wave", wave));
    }

    /**
     * Empty for what a newer convoy adds.
     *
     * @throws JournalException if it is not a line of a journal, or of one whose meaning changed
     */
    static Optional<Entry> parse(String line) {
        try {
            Map<?, ?> values = MAPPER.readValue(line, Map.class);
            var json = new Fields(values);
            if (json.number("v").orElse(0) != VERSION) {
                throw new JournalException("it was written by another version of convoy");
            }
            return entry(json, Instant.parse(json.needText("time")));
        } catch (JacksonException | Fields.WrongFieldException | DateTimeException e) {
            throw new JournalException("not a journal's line: " + e.getMessage(), e);
        }
    }

    static boolean isEndOfRun(String line) {
        try {
            return parse(line).filter(Entry.RunEnded.class::isInstance).isPresent();
        } catch (JournalException e) {
            return false;
        }
    }

    private static Optional<Entry> entry(Fields json, Instant time) {
        return switch (json.needText("type")) {
            case "run.begun" -> Optional.of(new Entry.RunBegun(time, run(json)));
            case "host.planned" -> Optional.of(new Entry.HostPlanned(time, host(json)));
            case "host.step" -> Step.ofWord(json.needText("step")).map(step -> step(json, time, step));
            case "host.failing" ->
                Optional.of(new Entry.HostFailing(
                        time, json.needHost("host"), json.texts("checks").orElse(List.of())));
            case "host.ended" ->
                Ending.Kind.ofWord(json.needText("outcome"))
                        .map(kind -> new Entry.HostEnded(
                                time,
                                json.needHost("host"),
                                new Ending(kind, json.needText("text"), json.text("code"), phase(json))));
            case "rollout.halted" -> Optional.of(new Entry.RolloutHalted(time, halt(json)));
            case "rollout.resumed" -> Optional.of(new Entry.RolloutResumed(time));
            case "run.resumed" -> Optional.of(new Entry.RunResumed(time, json.needText("operator")));
            case "run.ended" ->
                Optional.of(new Entry.RunEnded(time, json.number("exitCode").orElse(0)));
            default -> Optional.empty();
        };
    }

    private static Entry step(Fields json, Instant time, Step step) {
        HostName host = json.needHost("host");
        return json.text("boot")
                .<Entry>map(id -> new Entry.HostRestarted(
                        time, host, new Boot(id, json.texts("failedUnits").orElse(List.of()))))
                .orElseGet(() -> new Entry.HostStep(time, host, step, json.text("reason")));
    }

    private static RunHead run(Fields json) {
        return new RunHead(
                json.needText("run"),
                json.needText("command"),
                Goal.ofWord(json.needText("goal"))
                        .orElseThrow(() -> new JournalException("it has a goal that this convoy does not know")),
                json.needText("operator"),
                SpecJson.flake(json.needObject("flake")),
                json.text("note"),
                json.text("directory")
                        .map(directory -> new Said(
                                directory,
                                json.object("settings").map(JournalLine::texts).orElse(Map.of()),
                                json.texts("files").orElse(List.of()))));
    }

    private static Map<String, String> texts(Fields settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.values()
                .keySet()
                .forEach(key -> texts.put(String.valueOf(key), settings.needText(String.valueOf(key))));
        return texts;
    }

    private static Halt halt(Fields json) {
        String word = json.needText("action");
        OnFailure action = Stream.of(OnFailure.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new JournalException("it has an action that this convoy does not know"));
        List<HostName> back =
                json.texts("back").orElse(List.of()).stream().map(HostName::new).toList();
        return new Halt(json.needText("reason"), action, back);
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Phase> phase(Fields json) {
        return json.text("phase")
                .flatMap(word -> Stream.of(Phase.values())
                        .filter(phase -> word(phase).equals(word))
                        .findFirst());
    }

    private static HostHead host(Fields json) {
        HostName host = json.needHost("host");
        DeploymentFacts facts = SpecJson.facts(json.needObject("facts"));
        return new HostHead(
                host,
                facts,
                json.object("recipe").map(recipe -> SpecJson.spec(host, facts, recipe)),
                json.path("before"),
                json.path("bootsBefore"),
                json.needPath("system"),
                json.number("wave").map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }
}
