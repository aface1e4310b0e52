package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.deploy.CheckRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything that can be known before a deployment, and nothing else. */
@Command(
        name = "check",
        header = "Say whether a deployment could succeed: every host is evaluated, reached and looked at.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.EVALUATION, Setting.Group.CONNECTION, Setting.Group.OFFLINE, Setting.Group.OUTPUT})
final class CheckCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return CheckRun.run(session, hosts.selector(), json.isOn());
    }
}
