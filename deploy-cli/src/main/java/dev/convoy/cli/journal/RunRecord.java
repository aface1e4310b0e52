package dev.convoy.cli.journal;

import dev.convoy.cli.ExitCode;
import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * What a journal says of its run.
 *
 * @param going whether a process is at it now
 * @param halt that nothing more was to be begun
 * @param exitCode of the last process that worked on it; empty where it was cut off, or goes on
 * @param resumedBy who went on with it
 */
public record RunRecord(
        RunHead head,
        Instant begun,
        boolean going,
        SequencedMap<HostName, HostRecord> hosts,
        Optional<Halt> halt,
        List<String> resumedBy,
        OptionalInt exitCode,
        Optional<Instant> ended) {
    public RunRecord {
        resumedBy = List.copyOf(resumedBy);
    }

    public String id() {
        return head.runId();
    }

    public Collection<HostRecord> all() {
        return hosts.values();
    }

    /** Whether its process died before it was done. */
    public boolean isCutOff() {
        return exitCode.isEmpty() && !going;
    }

    /** Whether it was ended before it was done, or does not know of some host how it ended. */
    public boolean leftSomething() {
        int code = exitCode.orElse(ExitCode.INTERRUPTED.code());
        return !going
                && (isCutOff()
                        || ((code == ExitCode.INTERRUPTED.code() || code == ExitCode.INDETERMINATE.code())
                                && all().stream().anyMatch(HostRecord::isOpen)));
    }
}
