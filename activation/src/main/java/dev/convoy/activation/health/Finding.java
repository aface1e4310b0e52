package dev.convoy.activation.health;

/**
 * What became of a check.
 *
 * @param failedBefore whether it had failed before anything was changed, too: then it is not this change's fault
 */
public record Finding(Check check, Result result, boolean failedBefore) {
    /** Whether it speaks against the change. */
    public boolean counts() {
        return result.isFailure() && !failedBefore;
    }
}
