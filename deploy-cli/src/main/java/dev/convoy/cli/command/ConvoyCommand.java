package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.run.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program itself: without a subcommand it says what there is. */
@Command(
        name = "convoy",
        versionProvider = VersionText.class,
        header = "Deploys a fleet of machines from one Nix flake, over SSH.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%n",
        sortOptions = false,
        footer = {
            "",
            "Hosts are chosen with --on: web1, 'web*', @tag, not, and, or, ( ), commas for or; without it, all.",
            "Every setting can be a flag, a CONVOY_ variable or a line of convoy.yaml: see 'convoy config show'.",
            "Exit codes: 0 all as wished, 1 some hosts failed, 2 usage, 3 nothing was touched, 4 declined,",
            "5 some host's state is unknown, 6 drift, 70 a bug in convoy, 130 interrupted."
        })
final class ConvoyCommand implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public ExitCode run(Session session) {
        spec.commandLine().usage(session.surroundings().err());
        return ExitCode.USAGE;
    }
}
