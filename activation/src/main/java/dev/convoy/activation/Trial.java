package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/**
 * A new system that runs on a host and is not confirmed yet: unless somebody confirms it, the host goes back to what it ran
 * before. Exactly one of {@link #confirm} and {@link #revert} ends it; after both, or neither, the host's own record says
 * what became true.
 */
public interface Trial {
    /** What runs now. */
    StorePath running();

    /** With the last lines of their journals. */
    List<FailedUnit> newlyFailed();

    /** Units that were failed before anything was touched: not this system's fault. */
    SortedSet<String> failedBefore();

    /**
     * Moves the host's deadline to this long from now, if that is later: a soak that is longer than the confirm window is
     * kept alive with it.
     *
     * @return false if it is over: the host is going back, or could not be asked
     */
    boolean extend(Duration fromNow) throws InterruptedException;

    /**
     * Confirms over a new connection, which is the proof that the host can be reached, and follows the host to its end. A
     * host that cannot be reached anew goes back by itself; that is waited for.
     */
    ActivationOutcome confirm() throws InterruptedException;

    /** Has the host go back now, and verifies what it runs then. */
    ActivationOutcome revert(String reason) throws InterruptedException;
}
