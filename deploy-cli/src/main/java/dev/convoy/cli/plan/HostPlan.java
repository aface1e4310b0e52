package dev.convoy.cli.plan;

import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Failure;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to one host.
 *
 * @param wanted the toplevel that it shall have; empty where it does not evaluate
 * @param state as observed; empty where it could not be, or where the goal does not reach the host
 */
public record HostPlan(HostName host, Optional<StorePath> wanted, Optional<HostState> state, Step step) {
    /** Whether a host is restarted, as far as is known before its new system is built. */
    public enum Restart {
        NO,
        IF_NEEDED,
        YES;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What the host is in for. */
    public sealed interface Step {
        /** It already has what it shall have. */
        record Unchanged() implements Step {}

        /** Nothing will be tried there: every reason that is known, not only the first. */
        record Refused(List<Failure> problems) implements Step {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /**
         * Nobody answers there, and it is left out.
         *
         * @param waits how long it is waited for, from the beginning of the run; empty where it is not
         */
        record Away(Failure why, Optional<Duration> waits) implements Step {}

        /**
         * It is deployed to.
         *
         * @param packages known once both closures are
         * @param copy known once the new system is built
         * @param cache to which all is copied, and from which the host fetches it; empty where it is sent to the host
         * @param reboot what only a reboot changes, such as {@code kernel}
         * @param warnings what an operator should know before agreeing
         */
        record Change(
                boolean buildsThere,
                Optional<PackageDiff> packages,
                Optional<CopyPlan> copy,
                Optional<String> cache,
                List<String> reboot,
                Restart restart,
                List<String> warnings)
                implements Step {
            public Change {
                reboot = List.copyOf(reboot);
                warnings = List.copyOf(warnings);
            }
        }
    }

    /**
     * Whether it still runs what it was found with earlier, or has what it shall have; otherwise somebody else was there.
     *
     * @param before what it ran then
     * @param system what it shall have
     */
    public boolean isAsKnown(Optional<StorePath> before, StorePath system) {
        return state.isEmpty()
                || step instanceof Step.Unchanged
                || running().equals(before)
                || running().equals(Optional.of(system));
    }

    public Optional<StorePath> running() {
        return state.flatMap(HostState::running);
    }
}
