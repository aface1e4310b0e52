package dev.convoy.evaluator;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How many evaluators run side by side, and how many hosts each evaluates before it is replaced by a fresh one: Nix gives
 * no memory back, and what one host needed stays with the process.
 *
 * @param evaluators side by side
 * @param hostsPerProcess in one process, one after the other
 */
record EvaluatorPool(int evaluators, int hostsPerProcess) {
    /** What a NixOS host's evaluation needs by itself; the first of a process needs nixpkgs too. colmena assumes the same. */
    private static final long MIB_PER_HOST = 512;

    private static final long MIB_PER_PROCESS = 1536;

    /** Linux limits one argument to 128 KiB, and the hosts' names and conditions travel in one. */
    private static final int MOST_HOSTS = 200;

    /** @param memoryMiB what all evaluators together may use */
    static EvaluatorPool sized(int hosts, int cores, long memoryMiB, OptionalInt wanted) {
        long affordable = Math.max(1, Math.min(cores, memoryMiB / MIB_PER_PROCESS));
        // A second process costs the start of one: nixpkgs read again. With few hosts that is more than it saves.
        long worthwhile = Math.max(1, hosts / 2);
        int evaluators = wanted.orElse((int) Math.min(affordable, worthwhile));
        evaluators = Math.max(1, Math.min(evaluators, hosts));
        long each = Math.max(1, (memoryMiB / evaluators - (MIB_PER_PROCESS - MIB_PER_HOST)) / MIB_PER_HOST);
        int even = (hosts + evaluators - 1) / evaluators;
        return new EvaluatorPool(evaluators, (int) Math.max(1, Math.min(Math.min(each, even), MOST_HOSTS)));
    }

    /** Always the same parts for the same hosts: neighbours stay together, since they tend to share modules. */
    <T> List<List<T>> parts(List<T> hosts) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < hosts.size(); from += hostsPerProcess) {
            parts.add(List.copyOf(hosts.subList(from, Math.min(hosts.size(), from + hostsPerProcess))));
        }
        return parts;
    }
}
