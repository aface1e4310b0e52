package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.deploy.DeployRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A deployment that ends when the systems are built. */
@Command(
        name = "build",
        header = "Build the systems of hosts, and change no host.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.EVALUATION,
    Setting.Group.CONNECTION,
    Setting.Group.BUILD_SITE,
    Setting.Group.BUILD,
    Setting.Group.TRANSFER,
    Setting.Group.OUTPUT
})
final class BuildCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return DeployRun.run(session, "build", Goal.BUILD, hosts.selector(), json.isOn());
    }
}
