package dev.convoy.cli.run.host;

import dev.convoy.cli.journal.RunRecord;
import dev.convoy.evaluator.HostName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a run is called on its hosts. A host takes each name once, so what is begun there again has another one.
 *
 * @param process which of those that work on the run this is, from 1
 * @param begun how often earlier ones began hosts
 */
public record HostIds(String runId, int process, Map<HostName, Integer> begun) {
    public HostIds {
        begun = Map.copyOf(begun);
    }

    public static HostIds ofNew(String runId) {
        return new HostIds(runId, 1, Map.of());
    }

    public static HostIds ofResumed(RunRecord run) {
        Map<HostName, Integer> begun = new HashMap<>();
        run.all().forEach(host -> begun.put(host.host(), host.begun()));
        return new HostIds(run.id(), run.resumedBy().size() + 2, begun);
    }

    /** For what is begun now. */
    public String next(HostName host) {
        return numbered(runId, begun.getOrDefault(host, 0) + 1);
    }

    /** Of what an earlier process began last. */
    public String last(HostName host) {
        return numbered(runId, begun.getOrDefault(host, 1));
    }

    /** For the way back of this process. */
    public String back() {
        return numbered(runId + "-back", process);
    }

    /** Those of earlier processes, the latest first. */
    public List<String> earlierBacks() {
        return IntStream.range(1, process)
                .mapToObj(earlier -> numbered(runId + "-back", process - earlier))
                .toList();
    }

    private static String numbered(String name, int number) {
        return number == 1 ? name : name + "-" + number;
    }
}
