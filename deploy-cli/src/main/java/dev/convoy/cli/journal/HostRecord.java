package dev.convoy.cli.journal;

import dev.convoy.evaluator.HostName;
import java.util.Optional;

/**
 * What a journal says of one host.
 *
 * @param lastStep what was last asked of it; empty where nothing was
 * @param ending empty where the run never learned how it ended
 */
public record HostRecord(HostHead head, Optional<Step> lastStep, Optional<Ending> ending) {
    public HostName host() {
        return head.host();
    }

    HostRecord after(Step step) {
        return new HostRecord(head, Optional.of(step), Optional.empty());
    }

    HostRecord endedWith(Ending end) {
        return new HostRecord(head, lastStep, Optional.of(end));
    }

    /** Whether something is left to do or to find out: it was not done with, or left out, or could not be read. */
    public boolean isOpen() {
        return ending.map(end -> switch (end.kind()) {
                    case SKIPPED, INDETERMINATE -> true;
                    case SUCCEEDED, UNCHANGED, ROLLED_BACK, FAILED -> false;
                })
                .orElse(true);
    }

    /** Whether the run put its system in force there, as far as it knows. */
    public boolean isChanged() {
        return lastStep.isPresent()
                && ending.map(end -> end.kind() != Ending.Kind.ROLLED_BACK && end.kind() != Ending.Kind.UNCHANGED)
                        .orElse(true);
    }
}
