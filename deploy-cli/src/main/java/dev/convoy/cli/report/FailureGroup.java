package dev.convoy.cli.report;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts that fared badly in the same way; only their names and their systems' hashes differ in what was said. */
record FailureGroup(HostOutcome outcome, Failure cause, List<HostResult> results) {
    private record Sameness(Class<?> kind, Failure cause) {}

    static List<FailureGroup> of(List<HostResult> results) {
        Map<Sameness, List<HostResult>> groups = new LinkedHashMap<>();
        for (HostResult result : results) {
            Outcomes.cause(result.outcome())
                    .ifPresent(cause -> groups.computeIfAbsent(
                                    new Sameness(
                                            result.outcome().getClass(),
                                            nameless(cause, result.host().value())),
                                    _ -> new ArrayList<>())
                            .add(result));
        }
        var found = new ArrayList<FailureGroup>();
        for (List<HostResult> group : groups.values()) {
            HostOutcome outcome = group.getFirst().outcome();
            Outcomes.cause(outcome).ifPresent(cause -> found.add(new FailureGroup(outcome, cause, List.copyOf(group))));
        }
        return found;
    }

    private static Failure nameless(Failure cause, String host) {
        return new Failure(
                cause.code(),
                cause.phase(),
                nameless(cause.message(), host),
                cause.detail().stream().map(line -> nameless(line, host)).toList(),
                cause.hints().stream().map(hint -> nameless(hint, host)).toList());
    }

    private static String nameless(String text, String host) {
        return SystemName.withoutHashes(text.replace(host, "\0"));
    }

    /** Whether what is said of the first is not what would be said of all. */
    boolean differs() {
        return !results.stream()
                .allMatch(result -> Outcomes.cause(result.outcome()).equals(Optional.of(cause)));
    }
}
