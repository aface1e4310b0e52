package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.visit.ExecRun;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One command, many hosts; every line that comes back says from where. */
@Command(
        name = "exec",
        header = "Run a command on hosts, side by side.",
        description = {"", "  convoy exec --on @web -- systemctl is-active nginx"},
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.EVALUATION, Setting.Group.CONNECTION, Setting.Group.OFFLINE, Setting.Group.OUTPUT})
final class ExecCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Option(names = "--as-root", description = "Run it as root, with the escalation command where one is needed.")
    private boolean asRoot;

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "A program and its arguments, best after --. A single word is a line for the shell.")
    private List<String> words = new ArrayList<>();

    @Override
    public ExitCode run(Session session) {
        return ExecRun.run(session, hosts.selector(), words, asRoot);
    }
}
