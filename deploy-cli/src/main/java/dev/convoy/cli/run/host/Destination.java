package dev.convoy.cli.run.host;

import dev.convoy.activation.Generation;
import dev.convoy.activation.Generations;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Ledger;
import dev.convoy.activation.LedgerEntry;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where hosts go back to. */
public sealed interface Destination {
    /** What ran before what runs now, as the host recorded it. */
    record Before() implements Destination {}

    /** An entry of the host's system profile. */
    record Numbered(int generation) implements Destination {}

    /** What ran before a run of this machine, as its journal has it. */
    record BeforeRun(RunRecord run) implements Destination {}

    /** Where a run that was cut off was to take them. */
    record AsPlanned(RunRecord run) implements Destination {}

    /** @throws RefusedException if the host has no such place to go to */
    default StorePath of(HostName host, Machine machine, HostState state) throws InterruptedException {
        return switch (this) {
            case Before() -> recorded(machine, state);
            case Numbered(int generation) -> numbered(machine, generation);
            case BeforeRun(RunRecord run) -> beforeRun(run, host, state);
            case AsPlanned(RunRecord run) -> asPlanned(run, host, state);
        };
    }

    private static StorePath numbered(Machine machine, int generation) throws InterruptedException {
        List<Generation> all = Generations.read(machine);
        return all.stream()
                .filter(g -> g.number() == generation)
                .findFirst()
                .map(Generation::toplevel)
                .orElseThrow(() -> refusal(
                        "rollback.no-such-generation",
                        "there is no generation " + generation + "; there are "
                                + String.join(
                                        ", ",
                                        all.stream().map(g -> "" + g.number()).toList()),
                        "'convoy generations' lists them."));
    }

    /** The latest entry that put in force what runs now says what ran before it. */
    private static StorePath recorded(Machine machine, HostState state) throws InterruptedException {
        List<LedgerEntry> entries = Ledger.read(machine);
        return entries.reversed().stream()
                .filter(entry -> state.running().equals(Optional.of(entry.toplevel())))
                .map(LedgerEntry::previous)
                .flatMap(Optional::stream)
                .filter(previous -> !state.running().equals(Optional.of(previous)))
                .findFirst()
                .orElseThrow(() -> refusal(
                        "rollback.nothing-recorded",
                        "the host has no record of what ran before what runs now",
                        "Choose a generation: 'convoy generations', then 'convoy rollback --to N'."));
    }

    /** Only from where the run left the host: what came after it is somebody's work, and not the run's to undo. */
    private static StorePath beforeRun(RunRecord run, HostName host, HostState state) {
        HostRecord record = Objects.requireNonNull(run.hosts().get(host), host.value());
        StorePath system = record.head().system();
        Optional<StorePath> left = run.head().goal() == Goal.BOOT ? state.profile() : state.running();
        Optional<StorePath> before = record.head().before();
        if (!left.equals(Optional.of(system)) && !state.running().equals(before)) {
            throw refusal(
                    "rollback.host-moved",
                    "it " + (run.head().goal() == Goal.BOOT ? "boots " : "runs ") + name(left, host) + " now, and run "
                            + run.id() + " left it with " + name(Optional.of(system), host),
                    "See what came after: convoy history --on " + host);
        }
        return before.orElseThrow(() -> refusal(
                "rollback.nothing-recorded",
                "the journal of run " + run.id() + " does not know what ran there before",
                "Choose a generation: 'convoy generations', then 'convoy rollback --to N'."));
    }

    private static StorePath asPlanned(RunRecord run, HostName host, HostState state) {
        HostRecord record = Objects.requireNonNull(run.hosts().get(host), host.value());
        StorePath system = record.head().system();
        if (!state.running().equals(Optional.of(system))
                && !state.running().equals(record.head().before())) {
            throw refusal(
                    "resume.host-moved",
                    "it runs " + name(state.running(), host) + ", but ran "
                            + name(record.head().before(), host) + " when the run began",
                    "See what came between: convoy history --on " + host);
        }
        return system;
    }

    private static String name(Optional<StorePath> system, HostName host) {
        return system.map(path -> SystemName.of(path, host)).orElse("nothing that convoy can tell");
    }

    private static RefusedException refusal(String code, String message, String hint) {
        return new RefusedException(new Failure(code, Phase.PLAN, message, List.of(), List.of(hint)));
    }
}
