package dev.convoy.cli.journal;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a run ended for a host.
 *
 * @param text one sentence: what became true, or why not
 * @param code, phase of the failure, where there is one
 */
public record Ending(Kind kind, String text, Optional<String> code, Optional<Phase> phase) {
    /** The kinds of {@link HostOutcome}, in the words of the JSON events. */
    public enum Kind {
        SUCCEEDED,
        UNCHANGED,
        ROLLED_BACK,
        FAILED,
        SKIPPED,
        INDETERMINATE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Kind> ofWord(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }

    public static Ending of(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded(String summary, var _) -> fine(Kind.SUCCEEDED, summary);
            case HostOutcome.Unchanged(String summary) -> fine(Kind.UNCHANGED, summary);
            case HostOutcome.RolledBack(Failure cause) -> of(Kind.ROLLED_BACK, cause);
            case HostOutcome.Failed(Failure cause) -> of(Kind.FAILED, cause);
            case HostOutcome.Skipped(String reason) -> fine(Kind.SKIPPED, reason);
            case HostOutcome.Indeterminate(Failure cause) -> of(Kind.INDETERMINATE, cause);
        };
    }

    private static Ending fine(Kind kind, String text) {
        return new Ending(kind, text, Optional.empty(), Optional.empty());
    }

    private static Ending of(Kind kind, Failure cause) {
        return new Ending(kind, cause.message(), Optional.of(cause.code()), Optional.of(cause.phase()));
    }
}
