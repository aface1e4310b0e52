package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.host.Destination;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.rollback.RollbackRun;
import dev.convoy.cli.usage.UsageException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The way back, for many hosts at once. Works for hosts whose configuration no longer evaluates. */
@Command(
        name = "rollback",
        header = "Take hosts back to the system that ran before, or to a generation.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.CONFIRMATION,
    Setting.Group.EVALUATION,
    Setting.Group.CONNECTION,
    Setting.Group.OFFLINE,
    Setting.Group.ACTIVATION,
    Setting.Group.OUTPUT
})
final class RollbackCommand implements Verb {
    @Option(
            names = "--to",
            paramLabel = "GENERATION",
            description = "The generation to go to. Without it, the system that ran before what convoy deployed last.")
    private Optional<Integer> generation = Optional.empty();

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description =
                    "To what ran before this run of 'convoy history': on the hosts that it changed and that still run what it brought.")
    private Optional<String> run = Optional.empty();

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        if (run.isPresent() && generation.isPresent()) {
            throw new UsageException("--run and --to both say where to go; give one of them");
        }
        Destination destination = run.<Destination>map(
                        text -> new Destination.BeforeRun(undoable(HistoryRun.find(session, text))))
                .or(() -> generation.map(Destination.Numbered::new))
                .orElseGet(Destination.Before::new);
        return RollbackRun.run(session, hosts.selector(), destination, json.isOn());
    }

    private static RunRecord undoable(RunRecord run) {
        if (run.head().goal() == Goal.REBOOT) {
            throw new UsageException(
                    "run " + run.id() + " restarted hosts, which cannot be undone; what it put in force"
                            + " was deployed by another run");
        }
        return run;
    }
}
