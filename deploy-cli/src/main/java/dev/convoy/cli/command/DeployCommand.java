package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.PlanFile;
import dev.convoy.cli.plan.SavedPlan;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.deploy.DeployRun;
import dev.convoy.cli.usage.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
    Setting.Group.OFFLINE,
    Setting.Group.BUILD_SITE,
    Setting.Group.BUILD,
    Setting.Group.TRANSFER,
    Setting.Group.ACTIVATION,
    Setting.Group.ROLLOUT,
    Setting.Group.WINDOWS,
    Setting.Group.REBOOTS,
    Setting.Group.REBOOT,
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
    private Optional<Goal> goal = Optional.empty();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "Carry out what 'convoy plan --out FILE' put aside: exactly that, and only on hosts that still run what they ran then.")
    private Optional<Path> plan = Optional.empty();

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        if (plan.isEmpty()) {
            return DeployRun.run(session, "deploy", goal.orElse(Goal.SWITCH), hosts.selector(), json.isOn());
        }
        Path file = session.surroundings().directory().resolve(plan.get());
        SavedPlan saved = PlanFile.read(file);
        if (goal.isPresent() && goal.get() != saved.goal()) {
            throw new UsageException("the plan's goal is " + saved.goal().word() + ", not "
                    + goal.get().word() + "; make a plan for that one");
        }
        return DeployRun.run(session, saved, hosts.selector(), json.isOn());
    }
}
