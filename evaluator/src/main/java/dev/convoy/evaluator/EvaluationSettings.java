package dev.convoy.evaluator;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How a flake is evaluated.
 *
 * @param cacheDirectory where results of earlier evaluations are kept
 * @param cache whether they are used; dirty trees and impure evaluations never are
 * @param showTrace whether a failure carries Nix's whole trace, not only the places in the flake's own files
 * @param nixOptions passed on as {@code --option NAME VALUE}
 * @param evaluators how many Nix processes evaluate side by side; empty means as many as cores and memory allow
 * @param memoryBudgetMiB what all evaluators together may use; 0 means three quarters of what is free now
 */
public record EvaluationSettings(
        Path cacheDirectory,
        boolean cache,
        boolean impure,
        boolean showTrace,
        Map<String, String> nixOptions,
        OptionalInt evaluators,
        long memoryBudgetMiB) {
    public EvaluationSettings {
        nixOptions = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(nixOptions));
        if (evaluators.isPresent() && evaluators.getAsInt() < 1) {
            throw new IllegalArgumentException("at least one evaluator is needed, not " + evaluators.getAsInt());
        }
        if (memoryBudgetMiB < 0) {
            throw new IllegalArgumentException("a memory budget cannot be negative: " + memoryBudgetMiB);
        }
    }

    public static EvaluationSettings defaults(Path cacheDirectory) {
        return new EvaluationSettings(cacheDirectory, true, false, false, Map.of(), OptionalInt.empty(), 0);
    }
}
