package dev.convoy.cli.journal;

import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a journal says of one host.
 *
 * @param begun how often its activation was begun
 * @param failingBefore the checks that failed before anything was changed
 * @param last what was last asked of it; empty where nothing was
 * @param ending empty where the run never learned how it ended
 * @param isForgiven whether the operator went on although it had failed
 */
public record HostRecord(
        HostHead head,
        int begun,
        Set<String> failingBefore,
        Optional<Asked> last,
        Optional<Ending> ending,
        boolean isForgiven) {
    /**
     * A step, when it was written, and why it was taken.
     *
     * @param boot that a restart ends, where that was written down
     */
    public record Asked(Step step, Instant time, Optional<String> reason, Optional<Boot> boot) {}

    public HostRecord {
        failingBefore = Set.copyOf(failingBefore);
    }

    static HostRecord planned(HostHead head) {
        return new HostRecord(head, 0, Set.of(), Optional.empty(), Optional.empty(), false);
    }

    public HostName host() {
        return head.host();
    }

    public Optional<Step> lastStep() {
        return last.map(Asked::step);
    }

    /** The boot that the run told it to end; empty where it told it nothing, or what came after. */
    public Optional<Boot> restarted() {
        return last.filter(asked -> asked.step() == Step.REBOOT).flatMap(Asked::boot);
    }

    HostRecord failing(Set<String> checks) {
        return new HostRecord(head, begun, checks, last, ending, isForgiven);
    }

    HostRecord after(Asked asked) {
        int times = asked.step() == Step.BEGIN ? begun + 1 : begun;
        return new HostRecord(head, times, failingBefore, Optional.of(asked), Optional.empty(), false);
    }

    HostRecord endedWith(Ending end) {
        return new HostRecord(head, begun, failingBefore, last, Optional.of(end), false);
    }

    HostRecord forgiven() {
        return new HostRecord(head, begun, failingBefore, last, ending, ending.isPresent());
    }

    /** Whether it was as it should be, without anything having been done. */
    public boolean isUnchanged() {
        return ending.filter(end -> end.kind() == Ending.Kind.UNCHANGED).isPresent();
    }

    /** Whether it was skipped before the run began: it has no turn, whenever it comes back. */
    public boolean wasLeftOut() {
        return head.wave().isEmpty()
                && ending.filter(end -> end.kind() == Ending.Kind.SKIPPED).isPresent();
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
        return last.isPresent()
                && ending.map(end -> end.kind() != Ending.Kind.ROLLED_BACK && end.kind() != Ending.Kind.UNCHANGED)
                        .orElse(true);
    }
}
