package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.visit.SshRun;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A shell on one host, by the operator's own ssh. */
@Command(
        name = "ssh",
        header = "Log in to a host with ssh, at the address that convoy would use.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.EVALUATION, Setting.Group.OUTPUT})
final class SshCommand implements Verb {
    @Parameters(index = "0", paramLabel = "HOST", description = "The host, by its name in the fleet.")
    private String host = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "What to run there instead of a shell.")
    private List<String> words = new ArrayList<>();

    @Override
    public ExitCode run(Session session) throws InterruptedException {
        try {
            return SshRun.run(session, new Selector.Named(new HostName(host)), words);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
