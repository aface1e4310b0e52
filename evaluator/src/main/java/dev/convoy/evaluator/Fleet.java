package dev.convoy.evaluator;

import java.util.List;
import java.util.SortedMap;

/** What the evaluation of the chosen hosts gave: the hosts that evaluate, and a failure for each that does not. */
public record Fleet(LockedFlake flake, SortedMap<HostName, HostSpec> hosts, List<HostFailure> failures) {
    public Fleet {
        hosts = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(hosts));
        failures = List.copyOf(failures);
    }
}
