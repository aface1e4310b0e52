package dev.convoy.cli.event;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.HostState;
import dev.convoy.cli.ExitCode;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.HostName;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferProgress;
import java.util.List;

/** What an event says. Those about a host carry it in {@link FleetEvent#host}. */
public sealed interface Body {
    /** @param goal as on the command line, such as {@code switch} */
    record RunStarted(String runId, String command, String goal) implements Body {}

    /** The hosts of this run, in their order; comes once, when they are known. */
    record HostsSelected(List<HostName> hosts) implements Body {}

    /** The run, or the host, entered the event's phase. */
    record PhaseStarted() implements Body {}

    /**
     * It left the phase.
     *
     * @param summary such as {@code 12 paths, 34 MiB}
     */
    record PhaseFinished(String summary) implements Body {}

    /** The host waits for a slot of a limit, such as {@code --parallel}. */
    record Waiting(String reason) implements Body {}

    record Eval(EvalEvent event) implements Body {}

    record Build(BuildEvent event) implements Body {}

    record Transfer(TransferEvent event) implements Body {}

    /** Bytes are about to flow; {@code progress} is sampled by whoever shows it. */
    record TransferStarted(TransferProgress progress, int paths, long narBytes) implements Body {}

    record Activation(ActivationEvent event) implements Body {}

    record Observed(HostState state) implements Body {}

    record HostFinished(HostOutcome outcome) implements Body {}

    record Warning(String text) implements Body {}

    /** What a library logged. */
    record LibraryLog(String level, String text) implements Body {}

    /** The run as a whole cannot go on, for a reason that is no single host's, such as a flake that does not evaluate. */
    record RunFailed(Failure cause) implements Body {}

    record RunFinished(ExitCode code) implements Body {}
}
