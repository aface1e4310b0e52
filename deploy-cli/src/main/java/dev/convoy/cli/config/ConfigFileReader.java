package dev.convoy.cli.config;

import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.TransferWay;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.ssh.config.SshTransport;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Turns a configuration file into settings, host entries and sections. Every key must be known. */
final class ConfigFileReader {
    private static final String HOSTS = "hosts";
    private static final List<String> HOST_KEYS = List.of(
            "address",
            "port",
            "user",
            "tags",
            "sshOptions",
            "buildOnTarget",
            "escalation",
            "offline",
            "sshTransport",
            "substituteOnDestination",
            "transfer");
    private static final List<String> KEYS = Stream.concat(
                    Stream.of(Setting.values()).map(Setting::key),
                    Stream.of(HOSTS, RolloutReader.KEY, HealthReader.KEY, WindowsReader.KEY, HooksReader.KEY))
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
        YamlKeys keys = YamlKeys.of(file, "the file", YamlReader.read(file)).only(KEYS);
        keys.entries()
                .forEach((key, entry) ->
                        Setting.ofKey(key).ifPresent(setting -> settings.put(setting, value(setting, entry))));
        return new ConfigFile(
                settings,
                keys.entry(HOSTS).map(entry -> hosts(entry.value())).orElseGet(TreeMap::new),
                keys.entry(RolloutReader.KEY).map(entry -> RolloutReader.read(file, entry.value())),
                keys.entry(HealthReader.KEY).map(entry -> HealthReader.read(file, entry)),
                keys.entry(WindowsReader.KEY).map(entry -> WindowsReader.read(file, entry)),
                keys.entry(HooksReader.KEY).map(entry -> HooksReader.read(file, entry)));
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
        return Value.checked(setting, YamlKeys.scalar(file, setting.key(), entry.value()), at(entry.keyLine()));
    }

    private String pairValue(String name, YamlNode.Entry entry) {
        return entry.value() instanceof YamlNode.Items
                ? String.join(" ", YamlKeys.texts(file, name, entry.value()))
                : YamlKeys.scalar(file, name, entry.value());
    }

    private SortedMap<HostName, HostEntry> hosts(YamlNode node) {
        SortedMap<HostName, HostEntry> hosts = new TreeMap<>();
        YamlKeys.of(file, HOSTS, node).entries().forEach((name, entry) -> {
            try {
                hosts.put(new HostName(name), host(name, entry));
            } catch (IllegalArgumentException e) {
                throw YamlKeys.complaint(file, entry.keyLine(), String.valueOf(e.getMessage()));
            }
        });
        return hosts;
    }

    private HostEntry host(String name, YamlNode.Entry entry) {
        YamlKeys keys = YamlKeys.of(file, name, entry.value()).only(HOST_KEYS);
        return new HostEntry(
                keys.textOrTexts("address"),
                keys.number("port", 1, 65535),
                keys.text("user"),
                keys.texts("tags").map(TreeSet::new),
                keys.texts("sshOptions"),
                keys.bool("buildOnTarget"),
                keys.texts("escalation"),
                keys.text("offline").map(text -> offline(keys, text)),
                keys.choice("sshTransport", SshTransport.words()).flatMap(SshTransport::parse),
                keys.choice("substituteOnDestination", Substitution.words()).flatMap(Substitution::parse),
                keys.choice("transfer", TransferWay.words()).flatMap(TransferWay::parse),
                at(entry.keyLine()));
    }

    private static String offline(YamlKeys keys, String text) {
        Setting.OFFLINE.kind().requirement(text).ifPresent(wanted -> {
            throw keys.complaint("offline", "offline must be " + wanted + ", not \"" + text + "\"");
        });
        return text;
    }

    private Origin.Line at(int line) {
        return new Origin.Line(file, line);
    }
}
