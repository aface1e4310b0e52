package dev.convoy.cli.config;

import dev.convoy.cli.usage.Nearest;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts the layers on top of one another: flags, variables, convoy.yaml, the user's own file, defaults. */
public final class SettingsLoader {
    private static final String PROJECT_FILE = "convoy.yaml";
    private static final String PREFIX = "CONVOY_";
    private static final List<String> VARIABLES = Stream.of(Setting.values())
            .map(setting -> setting.variable().substring(PREFIX.length()))
            .toList();

    private final Map<String, String> environment;
    private final Path directory;

    /** @param directory where the operator stands; relative paths start here */
    public SettingsLoader(Map<String, String> environment, Path directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    /** @param flags what was given on the command line, as text */
    public Settings load(Map<Setting, String> flags) {
        Map<Setting, Value> flagLayer = flagLayer(flags);
        Map<Setting, Value> variableLayer = variableLayer();
        List<Path> files = new ArrayList<>();
        List<Map<Setting, Value>> layers = new ArrayList<>(List.of(flagLayer, variableLayer));
        SortedMap<HostName, HostEntry> hosts = new TreeMap<>();
        Optional<RolloutSection> rollout = Optional.empty();
        Optional<List<HealthEntry>> health = Optional.empty();
        Optional<List<WindowEntry>> windows = Optional.empty();
        Optional<List<HookEntry>> hooks = Optional.empty();
        for (Path file : files(flagLayer, variableLayer)) {
            ConfigFile content = ConfigFileReader.read(file);
            files.add(file);
            layers.add(content.settings());
            rollout = rollout.or(content::rollout);
            health = health.or(content::health);
            windows = windows.or(content::windows);
            hooks = hooks.or(content::hooks);
            content.hosts().forEach((name, entry) -> hosts.merge(name, entry, HostEntry::over));
        }
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, resolve(setting, layers));
        }
        return new Settings(
                values,
                hosts,
                rollout.orElse(RolloutSection.SILENT),
                health.orElse(List.of()),
                windows.orElse(List.of()),
                hooks.orElse(List.of()),
                files);
    }

    private static Value resolve(Setting setting, List<Map<Setting, Value>> layers) {
        List<Value> said = layers.stream()
                .map(layer -> Optional.ofNullable(layer.get(setting)))
                .flatMap(Optional::stream)
                .toList();
        if (said.isEmpty()) {
            return new Value(setting.builtIn(), new Origin.BuiltIn());
        }
        if (setting.kind() instanceof SettingKind.Pairs) {
            // Strongest last: a later line of the same name wins.
            String lines =
                    String.join("\n", said.reversed().stream().map(Value::text).toList());
            return new Value(lines, said.getFirst().origin());
        }
        return said.getFirst();
    }

    private static Map<Setting, Value> flagLayer(Map<Setting, String> flags) {
        Map<Setting, Value> layer = new EnumMap<>(Setting.class);
        flags.forEach(
                (setting, text) -> layer.put(setting, Value.checked(setting, text, new Origin.Flag(setting.flag()))));
        return layer;
    }

    private Map<Setting, Value> variableLayer() {
        environment.keySet().stream().sorted().forEach(SettingsLoader::refuseTypingSlip);
        Map<Setting, Value> layer = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String text = environment.get(setting.variable());
            if (text != null && !text.isEmpty()) {
                layer.put(setting, Value.checked(setting, text, new Origin.Variable(setting.variable())));
            }
        }
        return layer;
    }

    /** Not every CONVOY_ variable is a setting (the start script has its own), but one that nearly is was meant to be. */
    private static void refuseTypingSlip(String name) {
        if (name.startsWith(PREFIX) && !VARIABLES.contains(name.substring(PREFIX.length()))) {
            Nearest.to(name.substring(PREFIX.length()), VARIABLES).ifPresent(near -> {
                throw new UsageException("variable " + name + ": no such setting; did you mean " + PREFIX + near + "?");
            });
        }
    }

    private List<Path> files(Map<Setting, Value> flags, Map<Setting, Value> variables) {
        Optional<String> flake = Stream.of(flags, variables)
                .map(layer -> Optional.ofNullable(layer.get(Setting.FLAKE)))
                .flatMap(Optional::stream)
                .map(Value::text)
                .findFirst();
        Stream<Path> project = FlakeLocation.directory(flake, directory).map(d -> d.resolve(PROJECT_FILE)).stream();
        return Stream.concat(project, userFile().stream())
                .filter(Files::isRegularFile)
                .toList();
    }

    private Optional<Path> userFile() {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(d -> !d.isEmpty())
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".config")))
                .map(base -> base.resolve("convoy").resolve("config.yaml"));
    }
}
