package dev.convoy.cli.journal;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a run ended for a host.
 *
 * @param text one sentence: what became true, or why not
 * @param code of the failure, where there is one
 */
public record Ending(Kind kind, String text, Optional<String> code) {
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
            case HostOutcome.Succeeded(String summary, var _) -> new Ending(Kind.SUCCEEDED, summary, Optional.empty());
            case HostOutcome.Unchanged(String summary) -> new Ending(Kind.UNCHANGED, summary, Optional.empty());
            case HostOutcome.RolledBack(Failure cause) -> of(Kind.ROLLED_BACK, cause);
            case HostOutcome.Failed(Failure cause) -> of(Kind.FAILED, cause);
            case HostOutcome.Skipped(String reason) -> new Ending(Kind.SKIPPED, reason, Optional.empty());
            case HostOutcome.Indeterminate(Failure cause) -> of(Kind.INDETERMINATE, cause);
        };
    }

    private static Ending of(Kind kind, Failure cause) {
        return new Ending(kind, cause.message(), Optional.of(cause.code()));
    }
}
