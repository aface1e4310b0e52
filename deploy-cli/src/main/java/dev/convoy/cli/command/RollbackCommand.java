package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.RollbackRun;
import dev.convoy.cli.run.Session;
import java.util.Optional;
import java.util.OptionalInt;
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
    Setting.Group.ACTIVATION,
    Setting.Group.OUTPUT
})
final class RollbackCommand implements Verb {
    @Option(
            names = "--to",
            paramLabel = "GENERATION",
            description = "The generation to go to. Without it, the system that ran before what convoy deployed last.")
    private Optional<Integer> generation = Optional.empty();

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        OptionalInt to = generation.map(OptionalInt::of).orElse(OptionalInt.empty());
        return RollbackRun.run(session, hosts.selector(), to, json.isOn());
    }
}
