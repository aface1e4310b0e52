package dev.convoy.evaluator;

import dev.convoy.store.path.StorePath;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which hosts' systems are there now, and why the others are not; each host that was asked for is in one of the two. */
public record BuildReport(SortedMap<HostName, StorePath> built, List<HostFailure> failures) {
    public BuildReport {
        built = Collections.unmodifiableSortedMap(new TreeMap<>(built));
        failures = List.copyOf(failures);
    }
}
