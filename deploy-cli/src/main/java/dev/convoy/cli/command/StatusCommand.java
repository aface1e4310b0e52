package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.look.StatusRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What hosts run, boot and were given last. */
@Command(
        name = "status",
        header = "Show what runs where, as read from the hosts.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.EVALUATION, Setting.Group.CONNECTION, Setting.Group.OUTPUT})
final class StatusCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return StatusRun.run(session, hosts.selector(), json.isOn());
    }
}
