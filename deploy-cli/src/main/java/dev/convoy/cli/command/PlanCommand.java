package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.deploy.PlanRun;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What deploy would do, before it does anything. */
@Command(
        name = "plan",
        header = "Show what a deployment would do, host by host. Builds and changes nothing.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.EVALUATION,
    Setting.Group.CONNECTION,
    Setting.Group.OFFLINE,
    Setting.Group.BUILD_SITE,
    Setting.Group.ROLLOUT,
    Setting.Group.WINDOWS,
    Setting.Group.REBOOTS,
    Setting.Group.OUTPUT
})
final class PlanCommand implements Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "GOAL",
            converter = GoalConverter.class,
            completionCandidates = GoalConverter.Words.class,
            description =
                    "build, push (copy it there), dry-activate (say what would change), test (run it until the next boot), switch (the default), boot (boot it next).")
    private Goal goal = Goal.SWITCH;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Put the plan aside in this file, for 'convoy deploy --plan FILE'.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return PlanRun.run(session, goal, hosts.selector(), json.isOn(), out);
    }
}
