package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.run.Session;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that makes a shell complete convoy's commands and flags. */
@Command(
        name = "completion",
        header = "Print the completion script for a shell.",
        description = {"", "  bash:  source <(convoy completion bash)", "  zsh:   source <(convoy completion zsh)"},
        sortOptions = false,
        optionListHeading = "%n")
final class CompletionCommand implements Verb {
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.bash;

    @Override
    public ExitCode run(Session session) {
        // One script for both: in zsh it turns on zsh's own emulation of bash's completion.
        String script = switch (shell) {
            case bash, zsh -> AutoComplete.bash("convoy", CommandTree.whole());
        };
        session.surroundings().out().print(script);
        return ExitCode.SUCCESS;
    }
}
