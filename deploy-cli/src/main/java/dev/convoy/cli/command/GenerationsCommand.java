package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.look.GenerationsRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The numbered entries of hosts' system profiles. */
@Command(
        name = "generations",
        header = "List the systems that hosts could go back to.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.EVALUATION, Setting.Group.CONNECTION, Setting.Group.OUTPUT})
final class GenerationsCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return GenerationsRun.run(session, hosts.selector(), json.isOn());
    }
}
