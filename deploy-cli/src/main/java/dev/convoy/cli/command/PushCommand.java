package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.DeployRun;
import dev.convoy.cli.run.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A deployment that ends when the closures are on the hosts. */
@Command(
        name = "push",
        header = "Build the systems of hosts and copy them there, without activating them.",
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
final class PushCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return DeployRun.run(session, "push", Goal.PUSH, hosts.selector(), json.isOn());
    }
}
