package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page in man(7) macros. Options that many commands share are described once. */
final class ManPage {
    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    static String of(CommandLine whole) {
        var page = new ManPage();
        // Without a date: the same program gives the same page.
        page.line(".TH CONVOY 1 \"\" \"convoy\" \"User Commands\"");
        page.section("NAME");
        page.paragraph("convoy - deploys a fleet of machines from one Nix flake, over SSH");
        page.section("SYNOPSIS");
        page.line(".B convoy");
        page.line("COMMAND [OPTIONS]");
        page.section("COMMANDS");
        whole.getSubcommands().values().forEach(sub -> page.command(sub.getCommandSpec(), page.shared(whole)));
        page.section("SHARED OPTIONS");
        page.paragraph("Each command's help lists which of these it takes.");
        page.shared(whole).values().forEach(page::option);
        page.section("ENVIRONMENT");
        for (Setting setting : Setting.values()) {
            page.item(setting.variable(), "As " + setting.flag() + ".");
        }
        page.item("NO_COLOR", "No colors, unless --color says otherwise.");
        page.section("FILES");
        page.item("convoy.yaml", "Settings and facts about hosts, beside flake.nix.");
        page.item("~/.config/convoy/config.yaml", "Settings of the operator.");
        page.item("~/.local/state/convoy/runs", "A directory of log files for each run.");
        page.section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            page.item(Integer.toString(code.code()), code.meaning());
        }
        return page.text.toString();
    }

    private void command(CommandSpec spec, Map<String, OptionSpec> shared) {
        line(".SS " + spec.name());
        paragraph(String.join(" ", spec.usageMessage().header()));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            item(parameter.paramLabel(), String.join(" ", parameter.description()));
        }
        spec.options().stream()
                .filter(o -> !isShared(o) || isDifferent(o, shared.getOrDefault(o.longestName(), o)))
                .forEach(this::option);
    }

    /** Whether a shared option means something else, or less, to one command. */
    private static boolean isDifferent(OptionSpec option, OptionSpec shared) {
        return option.group() != null && !List.of(option.description()).equals(List.of(shared.description()));
    }

    /** By name, in the order of their first appearance. */
    private Map<String, OptionSpec> shared(CommandLine whole) {
        Map<String, OptionSpec> shared = new LinkedHashMap<>();
        for (CommandLine sub : whole.getSubcommands().values()) {
            sub.getCommandSpec().options().stream()
                    .filter(ManPage::isShared)
                    .forEach(o -> shared.putIfAbsent(o.longestName(), o));
        }
        return shared;
    }

    private static boolean isShared(OptionSpec option) {
        return option.group() != null || List.of("--on", "--json", "--help").contains(option.longestName());
    }

    private void option(OptionSpec option) {
        List<String> names = new ArrayList<>();
        for (String name : option.names()) {
            names.add(option.negatable() && name.startsWith("--") ? "--[no-]" + name.substring(2) : name);
        }
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", names) + label, String.join(" ", option.description()));
    }

    private void section(String name) {
        line(".SH " + name);
    }

    private void paragraph(String words) {
        line(".PP");
        line(escaped(words));
    }

    private void item(String term, String words) {
        line(".TP");
        line(".B " + escaped(term));
        line(escaped(words));
    }

    private void line(String roff) {
        text.append(roff).append('\n');
    }

    /** A dash is a minus to copy, and no line may begin like a macro. */
    private static String escaped(String words) {
        String safe = words.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
