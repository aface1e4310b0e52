package dev.convoy.cli.command;

import dev.convoy.cli.event.Printable;
import dev.convoy.cli.usage.Nearest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One line for a command line that does not parse, with the nearest thing that would. */
final class UsageMessage {
    private UsageMessage() {}

    static String of(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(spec, unmatched.getUnmatched());
        }
        String message = e.getMessage() == null ? "the arguments do not parse" : e.getMessage();
        return Printable.line(Character.toLowerCase(message.charAt(0)) + message.substring(1));
    }

    private static String unmatched(CommandSpec spec, List<String> words) {
        String word = words.getFirst();
        if (word.startsWith("-")) {
            String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            return "unknown option " + Printable.line(word) + Nearest.suggestion(name, options(spec));
        }
        if (spec.parent() == null || !spec.subcommands().isEmpty()) {
            return "unknown command " + Printable.line(word)
                    + Nearest.suggestion(word, spec.subcommands().keySet());
        }
        return "unexpected argument " + Printable.line(word) + hostHint(spec);
    }

    /** Most who write a bare word mean a host. */
    private static String hostHint(CommandSpec spec) {
        return spec.findOption("--on") == null ? "" : "; hosts are given with --on";
    }

    private static List<String> options(CommandSpec spec) {
        List<String> names = new ArrayList<>();
        for (CommandLine.Model.OptionSpec option : spec.options()) {
            names.addAll(List.of(option.names()));
            if (option.negatable()) {
                names.addAll(List.of(option.names()).stream()
                        .filter(n -> n.startsWith("--"))
                        .map(n -> "--no-" + n.substring(2))
                        .toList());
            }
        }
        return names;
    }
}
