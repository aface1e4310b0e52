package dev.convoy.cli.config;

import dev.convoy.cli.usage.Nearest;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns a configuration file into settings and host entries. Every key must be known; every complaint names its line. */
final class ConfigFileReader {
    private static final String HOSTS = "hosts";
    private static final List<String> HOST_KEYS =
            List.of("address", "port", "user", "tags", "sshOptions", "buildOnTarget", "escalation");
    private static final List<String> KEYS = Stream.concat(
                    Stream.of(Setting.values()).map(Setting::key), Stream.of(HOSTS))
            .toList();

    private final Path file;

    private ConfigFileReader(Path file) {
        this.file = file;
    }

    static ConfigFile read(Path file) {
        return new ConfigFileReader(file).read();
    }

    private ConfigFile read() {
        Map<Setting, Value> settings = new EnumMap<>(Setting.class);
        SortedMap<HostName, HostEntry> hosts = new TreeMap<>();
        YamlReader.read(file).entries().forEach((key, entry) -> {
            if (key.equals(HOSTS)) {
                hosts.putAll(hosts(entry.value()));
            } else {
                Setting setting = Setting.ofKey(key).orElseThrow(() -> unknown(key, entry.keyLine(), KEYS));
                settings.put(setting, value(setting, entry));
            }
        });
        return new ConfigFile(settings, hosts);
    }

    private Value value(Setting setting, YamlNode.Entry entry) {
        if (setting.kind() instanceof SettingKind.Pairs && entry.value() instanceof YamlNode.Mapping mapping) {
            var lines = new StringBuilder();
            mapping.entries()
                    .forEach((name, value) -> lines.append(name)
                            .append(" = ")
                            .append(pairValue(name, value))
                            .append('\n'));
            return Value.checked(setting, lines.toString().stripTrailing(), at(entry.keyLine()));
        }
        return Value.checked(setting, scalar(setting.key(), entry.value()), at(entry.keyLine()));
    }

    private String pairValue(String name, YamlNode.Entry entry) {
        return entry.value() instanceof YamlNode.Items
                ? String.join(" ", texts(name, entry.value()))
                : scalar(name, entry.value());
    }

    private SortedMap<HostName, HostEntry> hosts(YamlNode node) {
        SortedMap<HostName, HostEntry> hosts = new TreeMap<>();
        mapping(HOSTS, node).entries().forEach((name, entry) -> {
            try {
                hosts.put(new HostName(name), host(name, entry));
            } catch (IllegalArgumentException e) {
                throw complaint(entry.keyLine(), String.valueOf(e.getMessage()));
            }
        });
        return hosts;
    }

    private HostEntry host(String name, YamlNode.Entry entry) {
        Map<String, YamlNode.Entry> keys = mapping(name, entry.value()).entries();
        keys.forEach((key, value) -> {
            if (!HOST_KEYS.contains(key)) {
                throw unknown(key, value.keyLine(), HOST_KEYS);
            }
        });
        Optional<SortedSet<String>> tags = list(keys, "tags").map(TreeSet::new);
        return new HostEntry(
                text(keys, "address"),
                port(keys),
                text(keys, "user"),
                tags,
                list(keys, "sshOptions"),
                text(keys, "buildOnTarget").map(t -> bool("buildOnTarget", t, keys)),
                list(keys, "escalation"),
                at(entry.keyLine()));
    }

    private Optional<String> text(Map<String, YamlNode.Entry> keys, String key) {
        return Optional.ofNullable(keys.get(key)).map(entry -> {
            String text = scalar(key, entry.value());
            if (text.isBlank()) {
                throw complaint(entry.keyLine(), key + " must not be empty");
            }
            return text;
        });
    }

    private OptionalInt port(Map<String, YamlNode.Entry> keys) {
        YamlNode.Entry entry = keys.get("port");
        if (entry == null) {
            return OptionalInt.empty();
        }
        String text = scalar("port", entry.value());
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw complaint(entry.keyLine(), "port must be a number from 1 to 65535, not \"" + text + "\"");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private boolean bool(String key, String text, Map<String, YamlNode.Entry> keys) {
        if (!text.equals("true") && !text.equals("false")) {
            YamlNode.Entry entry = keys.get(key);
            throw complaint(entry == null ? 1 : entry.keyLine(), key + " must be true or false, not \"" + text + "\"");
        }
        return text.equals("true");
    }

    private Optional<List<String>> list(Map<String, YamlNode.Entry> keys, String key) {
        return Optional.ofNullable(keys.get(key)).map(entry -> texts(key, entry.value()));
    }

    private List<String> texts(String key, YamlNode node) {
        if (!(node instanceof YamlNode.Items(List<YamlNode> items, int _))) {
            throw complaint(node.line(), key + " must be a list");
        }
        return items.stream().map(item -> scalar(key, item)).toList();
    }

    private String scalar(String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar(String text, int _))) {
            throw complaint(node.line(), key + " must be a single value");
        }
        return text;
    }

    private YamlNode.Mapping mapping(String key, YamlNode node) {
        if (node instanceof YamlNode.Scalar(String text, int line) && text.isEmpty()) {
            return new YamlNode.Mapping(new java.util.LinkedHashMap<>(), line);
        }
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw complaint(node.line(), key + " must hold key: value lines");
        }
        return mapping;
    }

    private UsageException unknown(String key, int line, List<String> known) {
        return complaint(line, "unknown key \"" + key + "\"" + Nearest.suggestion(key, known));
    }

    private UsageException complaint(int line, String problem) {
        return new UsageException(file + ":" + line + ": " + problem);
    }

    private Origin.Line at(int line) {
        return new Origin.Line(file, line);
    }
}
