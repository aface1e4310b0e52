package dev.convoy.cli.run.frame;

import dev.convoy.activation.ActivationException;
import dev.convoy.activation.ActivationFailure;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.JournalException;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.evaluator.EvaluationException;
import dev.convoy.store.machine.MachineException;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import java.util.List;
import java.util.Optional;

/** The failures of all rooms, in the one form that events and reports have. */
public final class Failures {
    private Failures() {}

    public static Failure of(EvalFailure failure, Phase phase) {
        List<String> lines =
                failure.message().lines().map(String::stripTrailing).toList();
        String first = lines.isEmpty() ? "" : ": " + lines.getFirst().strip().replaceFirst("^error: *", "");
        return new Failure(
                failure.code(),
                phase,
                failure.tried() + first,
                lines.stream().skip(1).toList(),
                failure.hints());
    }

    public static Failure of(TransferFailure failure, Phase phase) {
        return new Failure(failure.code(), phase, failure.message(), List.of(), failure.hints());
    }

    public static Failure of(ActivationFailure failure, Phase phase) {
        return new Failure(failure.code(), phase, failure.message(), failure.log(), failure.hints());
    }

    /** What is to be expected of hosts, networks and Nix; empty for anything else, which is a bug. */
    static Optional<Failure> expected(Throwable thrown, Phase phase) {
        return switch (thrown) {
            case TransferException e -> Optional.of(of(e.failure(), phase));
            case EvaluationException e -> Optional.of(of(e.failure(), phase));
            case ActivationException e -> Optional.of(of(e.failure(), phase));
            case RefusedException e -> Optional.of(e.failure());
            case JournalException e ->
                Optional.of(new Failure(
                        "journal.unwritable",
                        phase,
                        String.valueOf(e.getMessage()),
                        List.of(),
                        List.of("Nothing is begun that cannot be recorded: make room there, or set XDG_STATE_HOME.")));
            case MachineException e ->
                Optional.of(new Failure(
                        "machine.command-failed", phase, String.valueOf(e.getMessage()), List.of(), List.of()));
            default -> Optional.empty();
        };
    }

    /** All problems of one host as one: the first in front, the others below it. */
    public static Failure together(List<Failure> problems) {
        Failure first = problems.getFirst();
        if (problems.size() == 1) {
            return first;
        }
        List<String> detail = new java.util.ArrayList<>(first.detail());
        List<String> hints = new java.util.ArrayList<>(first.hints());
        problems.stream().skip(1).forEach(other -> {
            detail.add("also: " + other.message() + " [" + other.code() + "]");
            detail.addAll(other.detail());
            hints.addAll(other.hints());
        });
        return new Failure(first.code(), first.phase(), first.message(), detail, hints);
    }

    /** What a thread that was told to stop leaves behind. */
    public static Failure interrupted(Phase phase) {
        return new Failure(
                "run.interrupted",
                phase,
                "cut off by the operator",
                List.of(),
                List.of("'convoy status' reads what the host runs now."));
    }

    static Failure bug(String trace, Phase phase) {
        return new Failure("convoy.bug", phase, trace, List.of(), List.of("Please report it, with the trace."));
    }
}
