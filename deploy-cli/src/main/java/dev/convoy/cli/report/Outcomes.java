package dev.convoy.cli.report;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import java.util.List;
import java.util.Optional;

/** What summaries ask of an outcome. */
final class Outcomes {
    private Outcomes() {}

    /** Why it is not as wished; empty when it is. */
    static Optional<Failure> cause(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _, HostOutcome.Unchanged _, HostOutcome.Skipped _ -> Optional.empty();
            case HostOutcome.RolledBack(Failure cause) -> Optional.of(cause);
            case HostOutcome.Failed(Failure cause) -> Optional.of(cause);
            case HostOutcome.Indeterminate(Failure cause) -> Optional.of(cause);
        };
    }

    static List<String> warnings(HostOutcome outcome) {
        return outcome instanceof HostOutcome.Succeeded(var _, List<String> warnings) ? warnings : List.of();
    }

    /** One word or two, for counts. */
    static String word(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _ -> "done";
            case HostOutcome.Unchanged _ -> "unchanged";
            case HostOutcome.Skipped _ -> "skipped";
            case HostOutcome.RolledBack _ -> "rolled back";
            case HostOutcome.Failed _ -> "failed";
            case HostOutcome.Indeterminate _ -> "unknown";
        };
    }

    static Tone tone(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _, HostOutcome.Unchanged _ -> Tone.GOOD;
            case HostOutcome.Skipped _ -> Tone.DIM;
            case HostOutcome.RolledBack _, HostOutcome.Failed _ -> Tone.BAD;
            case HostOutcome.Indeterminate _ -> Tone.WARNING;
        };
    }
}
