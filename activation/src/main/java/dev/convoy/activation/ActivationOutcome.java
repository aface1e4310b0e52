package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Optional;

/** How an activation ended, as read from the host. */
public sealed interface ActivationOutcome {
    /**
     * @param running what runs now; after goal {@code boot} still the system of before
     * @param warnings things that an operator should know, such as a boot loader step that failed harmlessly
     */
    record Activated(StorePath running, List<String> warnings) implements ActivationOutcome {}

    record AlreadyCurrent(StorePath running) implements ActivationOutcome {}

    /** The new system runs, with these units failed that had not failed before. */
    record Degraded(StorePath running, List<FailedUnit> units) implements ActivationOutcome {}

    /** It did not come into force and the previous system was put back. */
    record Reverted(Optional<StorePath> running, ActivationFailure cause) implements ActivationOutcome {}

    /**
     * Only a reboot can put it in force. Nothing was changed: a system that could not be tried is not made what boots unless
     * that is the goal.
     *
     * @param staged what goal {@code boot} would stage
     */
    record NeedsReboot(StorePath staged, String reason) implements ActivationOutcome {}

    /** Nothing was touched, or it could not be put back: what runs is said, where it is known. */
    record Failed(Optional<StorePath> running, ActivationFailure cause) implements ActivationOutcome {}

    /** The host could not be read afterwards. It may or may not run the new system. */
    record Indeterminate(ActivationFailure cause) implements ActivationOutcome {}

    /** What a dry activation said, line by line. */
    record DryRun(List<String> lines) implements ActivationOutcome {}
}
