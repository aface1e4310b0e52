package dev.convoy.cli.journal;

import dev.convoy.evaluator.HostName;
import java.time.Instant;

/** One line of a journal. */
sealed interface Entry {
    Instant time();

    record RunBegun(Instant time, RunHead run) implements Entry {}

    record HostPlanned(Instant time, HostHead host) implements Entry {}

    record HostStep(Instant time, HostName host, Step step) implements Entry {}

    record HostEnded(Instant time, HostName host, Ending ending) implements Entry {}

    /** Another process went on with the run. */
    record RunResumed(Instant time, String operator) implements Entry {}

    record RunEnded(Instant time, int exitCode) implements Entry {}
}
