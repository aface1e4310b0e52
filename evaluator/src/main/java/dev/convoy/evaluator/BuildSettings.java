package dev.convoy.evaluator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How systems are built; what is empty is left to the machine's own nix.conf.
 *
 * @param keepGoing whether the other hosts are built on after a failure
 * @param builders as {@code --builders} takes it
 * @param nixOptions passed on as {@code --option NAME VALUE}
 */
public record BuildSettings(
        boolean keepGoing,
        OptionalInt maxJobs,
        OptionalInt cores,
        Optional<String> builders,
        Map<String, String> nixOptions) {
    public BuildSettings {
        nixOptions = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(nixOptions));
    }

    public static BuildSettings defaults() {
        return new BuildSettings(true, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Map.of());
    }

    List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (keepGoing) {
            flags.add("--keep-going");
        }
        maxJobs.ifPresent(jobs -> flags.addAll(List.of("--max-jobs", Integer.toString(jobs))));
        cores.ifPresent(count -> flags.addAll(List.of("--cores", Integer.toString(count))));
        builders.ifPresent(machines -> flags.addAll(List.of("--builders", machines)));
        return flags;
    }
}
