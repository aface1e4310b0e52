package dev.convoy.cli.command;

import dev.convoy.cli.select.Selector;
import dev.convoy.cli.select.SelectorParser;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which hosts a command is about. */
final class HostOptions {
    @Option(
            names = "--on",
            paramLabel = "HOSTS",
            description =
                    "The hosts: web1, 'web*', @tag, not, and, or, ( ), commas for or. Several add up; none means all.")
    private List<String> on = new ArrayList<>();

    boolean areGiven() {
        return !on.isEmpty();
    }

    Selector selector() {
        return SelectorParser.parseAll(on);
    }
}
