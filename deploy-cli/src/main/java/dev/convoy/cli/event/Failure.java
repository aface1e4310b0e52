package dev.convoy.cli.event;

import java.util.List;

/**
 * Why something did not go as wished, whichever module said so.
 *
 * @param code stable, such as {@code transfer.unreachable}; listed in docs/errors.md
 * @param message one sentence
 * @param detail the tail of the cause: Nix's message, log lines; already free of control characters
 * @param hints what to do next
 */
public record Failure(String code, Phase phase, String message, List<String> detail, List<String> hints) {
    public Failure {
        detail = List.copyOf(detail);
        hints = List.copyOf(hints);
    }
}
