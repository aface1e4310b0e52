package dev.convoy.cli.journal;

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
 * @param exitCode of the last process that worked on it; empty where it was cut off, or goes on
 * @param resumedBy who went on with it
 */
public record RunRecord(
        RunHead head,
        Instant begun,
        boolean going,
        SequencedMap<HostName, HostRecord> hosts,
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
}
