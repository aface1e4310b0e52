package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.run.Session;
import picocli.CommandLine.Command;

/** Prints the manual, made from the same commands and settings as the help. */
@Command(
        name = "man",
        header = "Print the manual page.",
        description = {"", "  convoy man | man -l -"},
        sortOptions = false,
        optionListHeading = "%n")
final class ManCommand implements Verb {
    @Override
    public ExitCode run(Session session) {
        session.surroundings().out().print(ManPage.of(CommandTree.whole()));
        return ExitCode.SUCCESS;
    }
}
