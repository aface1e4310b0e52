package dev.convoy.cli.run.host;

import dev.convoy.cli.event.HostOutcome;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import java.time.Duration;
import java.util.Optional;

/** A host of a rollout: prepared beside all others, changed when its wave has its turn, and brought to one end. */
public interface Member extends AutoCloseable {
    HostName host();

    DeploymentFacts facts();

    /** Empty as long as the host has not come to its end. */
    Optional<HostOutcome> outcome();

    /** What can be done before its turn, unless that is done; after it, {@link #outcome} says whether there is more to do. */
    void prepare();

    /** Whether {@link #prepare} may take long. */
    default boolean wantsPreparing() {
        return true;
    }

    /**
     * To its end, whatever that is.
     *
     * @param soak how long it must stay healthy before it counts as well
     * @param goesBack whether it is put back if it is not
     */
    void activate(Duration soak, boolean goesBack);

    /** It does not have its turn. */
    void skip(String reason);

    void waiting(String reason);

    /** Leaves the host. */
    @Override
    void close();
}
