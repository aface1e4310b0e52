package dev.convoy.cli.event;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.HostState;
import dev.convoy.activation.health.Finding;
import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.HookEnd;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.cli.ExitCode;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.HostName;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferProgress;
import java.time.Duration;
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

    /**
     * These hosts have their turn.
     *
     * @param stage the name of the stage that they belong to
     * @param soak how long each must stay healthy
     */
    record WaveStarted(int number, int of, String stage, List<HostName> hosts, Duration soak) implements Body {}

    /**
     * The host's new system is on trial.
     *
     * @param soak how long it must stay healthy
     * @param checks how many are made
     */
    record SoakStarted(Duration soak, int checks) implements Body {}

    /** A command of the operator's is about to run. */
    record HookStarted(Hook hook) implements Body {}

    record HookFinished(Hook hook, HookEnd end) implements Body {}

    /** A check says something else than before. */
    record Health(Finding finding) implements Body {}

    /** The wave was judged, and the next one may begin. */
    record WaveFinished(int number, int of) implements Body {}

    /**
     * The rollout does not go on.
     *
     * @param action what is put back, or that someone is asked
     */
    record RolloutHalted(String reason, OnFailure action) implements Body {}

    /** The operator was asked, and wants to go on. */
    record RolloutResumed() implements Body {}

    /** These hosts go back to what they ran before the run. */
    record RollbackStarted(List<HostName> hosts, String reason) implements Body {}

    record Observed(HostState state) implements Body {}

    /** Comes again for a host that is put back after its end; the last one counts. */
    record HostFinished(HostOutcome outcome) implements Body {}

    record Warning(String text) implements Body {}

    /** What a library logged. */
    record LibraryLog(String level, String text) implements Body {}

    /** The run as a whole cannot go on, for a reason that is no single host's, such as a flake that does not evaluate. */
    record RunFailed(Failure cause) implements Body {}

    record RunFinished(ExitCode code) implements Body {}
}
