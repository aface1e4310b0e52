package dev.convoy.cli.config;

import dev.convoy.activation.rollout.Share;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.cli.usage.Nearest;
import dev.convoy.cli.usage.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of one mapping in a configuration file, each read as what it must be. Every complaint names its line. */
record YamlKeys(Path file, Map<String, YamlNode.Entry> entries, int line) {
    /** @param name of the mapping, for messages */
    static YamlKeys of(Path file, String name, YamlNode node) {
        if (node instanceof YamlNode.Scalar(String text, int line) && text.isEmpty()) {
            return new YamlKeys(file, new LinkedHashMap<>(), line);
        }
        if (!(node instanceof YamlNode.Mapping(var entries, int line))) {
            throw complaint(file, node.line(), name + " must hold key: value lines");
        }
        return new YamlKeys(file, entries, line);
    }

    /** @throws UsageException if there is a key that is none of these */
    YamlKeys only(List<String> known) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                throw unknown(file, key, entry.keyLine(), known);
            }
        });
        return this;
    }

    Optional<YamlNode.Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    Optional<String> text(String key) {
        return entry(key).map(entry -> {
            String text = scalar(file, key, entry.value());
            if (text.isBlank()) {
                throw complaint(file, entry.keyLine(), key + " must not be empty");
            }
            return text;
        });
    }

    Optional<List<String>> texts(String key) {
        return entry(key).map(entry -> texts(file, key, entry.value()));
    }

    /** A single value, or a list of them that has some; one that is named twice counts once. */
    Optional<List<String>> textOrTexts(String key) {
        return entry(key)
                .map(entry -> entry.value() instanceof YamlNode.Items
                        ? texts(file, key, entry.value())
                        : List.of(scalar(file, key, entry.value())))
                .map(texts -> {
                    if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
                        throw complaint(key, key + " must not be empty");
                    }
                    return texts.stream().distinct().toList();
                });
    }

    /** The items of a section that is a list of mappings. */
    static List<YamlKeys> itemsOf(Path file, String name, YamlNode.Entry section) {
        return new YamlKeys(file, Map.of(name, section), section.keyLine()).items(name);
    }

    /**
     * Which one of these keys there is.
     *
     * @param what has them, for the message, such as {@code a check}
     */
    String oneOf(String what, List<String> keys) {
        List<String> said = keys.stream().filter(key -> entry(key).isPresent()).toList();
        if (said.size() != 1) {
            throw complaint(file, line, what + " needs exactly one of " + String.join(", ", keys));
        }
        return said.getFirst();
    }

    /** The items of a list of mappings. */
    List<YamlKeys> items(String key) {
        return entry(key)
                .map(entry -> {
                    if (!(entry.value() instanceof YamlNode.Items(List<YamlNode> items, int _))) {
                        throw complaint(file, entry.keyLine(), key + " must be a list");
                    }
                    return items.stream().map(item -> of(file, key, item)).toList();
                })
                .orElse(List.of());
    }

    OptionalInt number(String key, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("[0-9]{1,9}")
                || Integer.parseInt(text.get()) < least
                || Integer.parseInt(text.get()) > most) {
            String range = most == Integer.MAX_VALUE ? "from " + least : "from " + least + " to " + most;
            throw complaint(key, key + " must be a number " + range + ", not \"" + text.get() + "\"");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    Optional<Boolean> bool(String key) {
        return text(key).map(text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw complaint(key, key + " must be true or false, not \"" + text + "\"");
            }
            return text.equals("true");
        });
    }

    Optional<String> choice(String key, List<String> words) {
        return text(key).map(text -> {
            if (!words.contains(text)) {
                throw complaint(key, key + " must be one of " + String.join(", ", words) + ", not \"" + text + "\"");
            }
            return text;
        });
    }

    Optional<Duration> span(String key) {
        return text(key)
                .map(text -> SettingKind.span(text)
                        .orElseThrow(() -> complaint(
                                key, key + " must be a time such as 90, 90s, 5m or 1h, not \"" + text + "\"")));
    }

    Optional<Share> share(String key) {
        return text(key)
                .map(text -> Share.parse(text)
                        .orElseThrow(() -> complaint(
                                key, key + " must be a number or a percentage such as 25%, not \"" + text + "\"")));
    }

    /** Hosts, as after {@code --on}. */
    Optional<RolloutSection.Named> hosts(String key) {
        return text(key).map(text -> named(key, text, lineOf(key)));
    }

    RolloutSection.Named named(String key, String text, int at) {
        return new RolloutSection.Named(
                SelectorParser.parse(file + ":" + at + ": " + key, text), text, new Origin.Line(file, at));
    }

    int lineOf(String key) {
        return entry(key).map(YamlNode.Entry::keyLine).orElse(line);
    }

    UsageException complaint(String key, String problem) {
        return complaint(file, lineOf(key), problem);
    }

    static List<String> texts(Path file, String key, YamlNode node) {
        if (!(node instanceof YamlNode.Items(List<YamlNode> items, int _))) {
            throw complaint(file, node.line(), key + " must be a list");
        }
        return items.stream().map(item -> scalar(file, key, item)).toList();
    }

    static String scalar(Path file, String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar(String text, int _))) {
            throw complaint(file, node.line(), key + " must be a single value");
        }
        return text;
    }

    static UsageException unknown(Path file, String key, int line, List<String> known) {
        return complaint(file, line, "unknown key \"" + key + "\"" + Nearest.suggestion(key, known));
    }

    static UsageException complaint(Path file, int line, String problem) {
        return new UsageException(file + ":" + line + ": " + problem);
    }
}
