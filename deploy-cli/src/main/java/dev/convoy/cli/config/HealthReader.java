package dev.convoy.cli.config;

import dev.convoy.activation.health.Timing;
import dev.convoy.cli.config.HealthEntry.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads {@code health:}, a list of checks. */
final class HealthReader {
    static final String KEY = "health";

    private static final List<String> KINDS = List.of("units", "ignoreUnits", "tcp", "http", "onHost", "here");
    private static final List<String> KEYS = Stream.concat(
                    KINDS.stream(),
                    Stream.of("name", "on", "status", "body", "timeout", "interval", "retries", "consecutive"))
            .toList();

    private HealthReader() {}

    static List<HealthEntry> read(Path file, YamlNode.Entry section) {
        return YamlKeys.itemsOf(file, KEY, section).stream()
                .map(HealthReader::entry)
                .toList();
    }

    private static HealthEntry entry(YamlKeys keys) {
        keys.only(KEYS);
        String kind = keys.oneOf("a check", KINDS);
        if (!kind.equals("http")) {
            for (String key : List.of("status", "body")) {
                if (keys.entry(key).isPresent()) {
                    throw keys.complaint(key, key + " is for http checks");
                }
            }
        }
        return new HealthEntry(
                keys.text("name").orElseGet(() -> name(kind, keys)), keys.hosts("on"), kind(kind, keys), timing(keys));
    }

    private static Kind kind(String kind, YamlKeys keys) {
        return switch (kind) {
            case "units" -> new Kind.ActiveUnits(units(kind, keys));
            case "ignoreUnits" -> new Kind.IgnoredUnits(units(kind, keys));
            case "tcp" -> new Kind.Tcp(required(kind, keys));
            case "http" -> new Kind.Http(required(kind, keys), keys.number("status", 100, 599), body(keys));
            case "onHost" -> new Kind.OnHost(required(kind, keys));
            default -> new Kind.Here(required(kind, keys));
        };
    }

    private static List<String> units(String kind, YamlKeys keys) {
        List<String> units = keys.texts(kind).orElse(List.of());
        if (units.isEmpty() || units.stream().anyMatch(unit -> !unit.matches("[A-Za-z0-9:_.@\\\\-]+"))) {
            throw keys.complaint(kind, kind + " must be a list of units such as nginx.service");
        }
        return units;
    }

    private static String required(String kind, YamlKeys keys) {
        return keys.text(kind).orElseThrow(() -> keys.complaint(kind, kind + " must not be empty"));
    }

    private static Optional<Pattern> body(YamlKeys keys) {
        return keys.text("body").map(text -> {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw keys.complaint("body", "body must be a regular expression: " + e.getDescription());
            }
        });
    }

    private static Timing timing(YamlKeys keys) {
        Timing usual = Timing.USUAL;
        Duration timeout = keys.span("timeout").orElse(usual.timeout());
        Duration interval = keys.span("interval").orElse(usual.interval());
        return new Timing(
                timeout,
                interval,
                or(keys.number("retries", 0, 1000), usual.retries()),
                or(keys.number("consecutive", 1, 1000), usual.consecutive()));
    }

    private static int or(OptionalInt number, int otherwise) {
        return number.orElse(otherwise);
    }

    private static String name(String kind, YamlKeys keys) {
        return switch (kind) {
            case "units", "ignoreUnits" ->
                "units " + String.join(" ", keys.texts(kind).orElse(List.of()));
            case "onHost" -> "command on the host";
            case "here" -> "command here";
            case "http" -> keys.text(kind).orElse("");
            default -> kind + " " + keys.text(kind).orElse("");
        };
    }
}
