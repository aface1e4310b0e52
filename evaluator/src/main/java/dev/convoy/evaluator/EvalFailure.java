package dev.convoy.evaluator;

import java.util.List;

/**
 * Why something could not be evaluated or built.
 *
 * @param code stable, such as {@code evaluation.attribute-missing}; listed in docs/errors.md
 * @param tried what convoy was doing, in words
 * @param message Nix's own message, its trace reduced to the user's files, without terminal escapes
 * @param hints what to do next
 */
public record EvalFailure(String code, String tried, String message, List<String> hints) {
    public EvalFailure {
        hints = List.copyOf(hints);
    }
}
