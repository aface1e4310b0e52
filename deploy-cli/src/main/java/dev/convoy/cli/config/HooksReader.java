package dev.convoy.cli.config;

import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.ShownScript;
import dev.convoy.cli.usage.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads {@code hooks:}, a list of commands. */
final class HooksReader {
    static final String KEY = "hooks";

    private static final List<String> KEYS = List.of("before", "after", "on", "name", "here", "onHost", "timeout");
    private static final List<String> STAGES =
            Stream.of(Hook.Stage.values()).map(Hook.Stage::word).toList();
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private HooksReader() {}

    static List<HookEntry> read(Path file, YamlNode.Entry section) {
        return YamlKeys.itemsOf(file, KEY, section).stream()
                .map(HooksReader::entry)
                .toList();
    }

    private static HookEntry entry(YamlKeys keys) {
        keys.only(KEYS);
        String moment = keys.oneOf("a hook", List.of("before", "after"));
        String site = keys.oneOf("a hook", List.of("here", "onHost"));
        String stage = keys.text(moment).orElse("");
        if (!STAGES.contains(stage)) {
            throw keys.complaint(
                    moment,
                    moment + " must be one of " + String.join(", ", STAGES) + ", not \"" + stage + "\""
                            + Nearest.suggestion(stage, STAGES));
        }
        String script = keys.text(site).orElse("");
        return new HookEntry(
                keys.hosts("on"),
                new Hook(
                        keys.text("name").orElseGet(() -> firstLine(ShownScript.of(script))),
                        moment.equals("before") ? Hook.Moment.BEFORE : Hook.Moment.AFTER,
                        Hook.Stage.valueOf(stage.toUpperCase(Locale.ROOT)),
                        site.equals("here") ? Hook.Site.HERE : Hook.Site.ON_HOST,
                        script,
                        keys.span("timeout").orElse(TIMEOUT)));
    }

    private static String firstLine(String script) {
        return script.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
