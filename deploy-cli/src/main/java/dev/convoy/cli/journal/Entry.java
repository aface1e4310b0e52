package dev.convoy.cli.journal;

import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One line of a journal. */
sealed interface Entry {
    Instant time();

    record RunBegun(Instant time, RunHead run) implements Entry {}

    record HostPlanned(Instant time, HostHead host) implements Entry {}

    /** These checks of the host fail before anything is changed there. */
    record HostFailing(Instant time, HostName host, List<String> checks) implements Entry {}

    /** @param reason for a step that has one */
    record HostStep(Instant time, HostName host, Step step, Optional<String> reason) implements Entry {}

    /** It is restarted: {@code boot} is what ends with it. */
    record HostRestarted(Instant time, HostName host, Boot boot) implements Entry {}

    record HostEnded(Instant time, HostName host, Ending ending) implements Entry {}

    /** Nothing more is begun. */
    record RolloutHalted(Instant time, Halt halt) implements Entry {}

    /** The operator wants to go on: what failed until now does not count any more. */
    record RolloutResumed(Instant time) implements Entry {}

    /** Another process went on with the run. */
    record RunResumed(Instant time, String operator) implements Entry {}

    record RunEnded(Instant time, int exitCode) implements Entry {}
}
