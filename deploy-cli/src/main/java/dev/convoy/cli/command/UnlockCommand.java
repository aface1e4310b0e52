package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.visit.UnlockRun;
import dev.convoy.cli.select.SelectorParser;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For hosts that a run holds which nobody waits for any more. */
@Command(
        name = "unlock",
        header = "Free hosts from a run that holds them, and bring it to its end there.",
        description = {
            "",
            "What a dead run left is finished as the host recorded it: taken back, unless it was confirmed.",
            "A run that is alive is ended only after a second question, or with --yes --force."
        },
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.CONFIRMATION, Setting.Group.EVALUATION, Setting.Group.CONNECTION, Setting.Group.OUTPUT})
final class UnlockCommand implements Verb {
    @Parameters(arity = "1..*", paramLabel = "HOST", description = "The hosts, as after --on of other commands.")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--force", description = "Do not ask a second time before a run is ended that is alive.")
    private boolean force;

    @Override
    public ExitCode run(Session session) {
        return UnlockRun.run(session, SelectorParser.parseAll(hosts), force);
    }
}
