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

    static Word word(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _ -> Word.DONE;
            case HostOutcome.Unchanged _ -> Word.UNCHANGED;
            case HostOutcome.RolledBack _ -> Word.ROLLED_BACK;
            case HostOutcome.Failed _ -> Word.FAILED;
            case HostOutcome.Indeterminate _ -> Word.UNKNOWN;
            case HostOutcome.Skipped _ -> Word.SKIPPED;
        };
    }

    /** What is counted, in the order in which the counts are told. */
    enum Word {
        DONE("done", Tone.GOOD),
        UNCHANGED("unchanged", Tone.GOOD),
        ROLLED_BACK("rolled back", Tone.BAD),
        FAILED("failed", Tone.BAD),
        UNKNOWN("unknown", Tone.WARNING),
        SKIPPED("skipped", Tone.DIM);

        private final String text;
        private final Tone tone;

        Word(String text, Tone tone) {
            this.text = text;
            this.tone = tone;
        }

        String text() {
            return text;
        }

        Tone tone() {
            return tone;
        }
    }
}
