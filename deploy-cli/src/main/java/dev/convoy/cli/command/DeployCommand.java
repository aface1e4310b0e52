package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.DeployRun;
import dev.convoy.cli.run.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The main job. Asks before it changes hosts if someone sits at a terminal; elsewhere it goes on, as its peers do. */
@Command(
        name = "deploy",
        header = "Bring hosts to what the flake says: evaluate, build, copy, activate.",
        description = {
            "",
            "Asks before it changes hosts when it runs on a terminal; without a terminal, or with --yes, it goes on."
        },
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.CONFIRMATION,
    Setting.Group.EVALUATION,
    Setting.Group.CONNECTION,
    Setting.Group.BUILD_SITE,
    Setting.Group.BUILD,
    Setting.Group.TRANSFER,
    Setting.Group.ACTIVATION,
    Setting.Group.OUTPUT
})
final class DeployCommand implements Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "GOAL",
            converter = GoalConverter.class,
            completionCandidates = GoalConverter.Words.class,
            description =
                    "build, push (copy it there), dry-activate (say what would change), test (run it until the next boot), switch (run it and boot it; the default), boot (boot it next).")
    private Goal goal = Goal.SWITCH;

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return DeployRun.run(session, "deploy", goal, hosts.selector(), json.isOn());
    }
}
