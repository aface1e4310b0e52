package dev.convoy.activation;

import java.util.List;

/**
 * Why an activation did not end as wished.
 *
 * @param code stable, such as {@code activation.switch-failed}; listed in docs/errors.md
 * @param message one sentence
 * @param log the last lines that the host's activation printed
 * @param hints what to do next
 */
public record ActivationFailure(String code, String message, List<String> log, List<String> hints) {
    public ActivationFailure {
        log = List.copyOf(log);
        hints = List.copyOf(hints);
    }
}
