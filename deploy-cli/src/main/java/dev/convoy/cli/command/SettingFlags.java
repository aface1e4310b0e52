package dev.convoy.cli.command;

import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.SettingKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes flags from the table of settings, and reads back what was given. */
final class SettingFlags {
    private SettingFlags() {}

    static void addTo(CommandSpec command, Takes takes) {
        Map<Setting, Takes.Narrowed> narrowed = new EnumMap<>(Setting.class);
        Stream.of(takes.but()).forEach(some -> narrowed.put(some.setting(), some));
        int order = 0;
        for (Setting.Group group : takes.value()) {
            ArgGroupSpec.Builder section = ArgGroupSpec.builder()
                    .heading("%n" + heading(group) + ":%n")
                    .validate(false)
                    .exclusive(false)
                    .order(order++);
            Stream.of(Setting.values())
                    .filter(s -> s.group() == group)
                    .map(setting -> Optional.ofNullable(narrowed.get(setting))
                            .map(some -> option(setting, some.doc(), new SettingKind.Choice(List.of(some.words()))))
                            .orElseGet(() -> option(setting, setting.doc(), setting.kind())))
                    .forEach(section::addArg);
            command.addArgGroup(section.build());
        }
    }

    /** The flags that were given, as the text that a file would hold. */
    static Map<Setting, String> read(ParseResult parsed) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (parsed.hasMatchedOption(setting.flag())) {
                given.put(setting, text(setting, parsed.matchedOption(setting.flag())));
            }
        }
        return given;
    }

    private static String text(Setting setting, OptionSpec option) {
        if (!(setting.kind() instanceof SettingKind.Pairs)) {
            return String.valueOf(option.<Object>getValue());
        }
        List<String> words = option.getValue();
        var lines = new StringBuilder();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            lines.append(words.get(i)).append(" = ").append(words.get(i + 1)).append('\n');
        }
        return lines.toString().stripTrailing();
    }

    private static OptionSpec option(Setting setting, String doc, SettingKind kind) {
        List<String> names = new ArrayList<>(List.of(setting.flag()));
        setting.letter().ifPresent(letter -> names.add(0, letter));
        OptionSpec.Builder option = OptionSpec.builder(names.toArray(String[]::new))
                .description(description(setting, doc))
                .paramLabel(setting.placeholder());
        return switch (kind) {
            case SettingKind.Switch() ->
                option.type(Boolean.class).arity("0").negatable(true).build();
            case SettingKind.Pairs() ->
                option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("2")
                        .hideParamSyntax(true)
                        .build();
            case SettingKind.Choice(List<String> words) ->
                option.type(String.class).arity("1").completionCandidates(words).build();
            case SettingKind.Absence() ->
                option.type(String.class)
                        .arity("1")
                        .completionCandidates(List.of("fail", "skip", "wait:10m"))
                        .build();
            case SettingKind.Packing() ->
                option.type(String.class)
                        .arity("1")
                        .completionCandidates(List.of("auto", "none", "zstd"))
                        .build();
            case SettingKind.Text(),
                    SettingKind.Count _,
                    SettingKind.Portion(),
                    SettingKind.Span(),
                    SettingKind.Rate() -> option.type(String.class).arity("1").build();
        };
    }

    private static String description(Setting setting, String doc) {
        boolean shown = !setting.builtIn().isEmpty() && !(setting.kind() instanceof SettingKind.Switch);
        String text = doc + (shown ? " (default: " + setting.builtIn() + ")" : "");
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String heading(Setting.Group group) {
        return switch (group) {
            case EVALUATION -> "Evaluation";
            case CONNECTION -> "Reaching hosts";
            case OFFLINE -> "Hosts that are away";
            case BUILD_SITE -> "Where to build";
            case BUILD -> "Building";
            case TRANSFER -> "Copying";
            case ACTIVATION -> "Activation";
            case REBOOTS -> "When to restart";
            case REBOOT -> "Restarting";
            case ROLLOUT -> "Waves";
            case WINDOWS -> "Windows";
            case CONFIRMATION -> "Confirmation";
            case OUTPUT -> "Output";
        };
    }
}
