package dev.convoy.cli.command;

import picocli.CommandLine.Option;

/** Whether the result is for a program. */
final class JsonOption {
    @Option(names = "--json", description = "Write JSON to standard output, and nothing else there.")
    private boolean json;

    boolean isOn() {
        return json;
    }
}
