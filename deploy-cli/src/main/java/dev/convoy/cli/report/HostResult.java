package dev.convoy.cli.report;

import dev.convoy.cli.event.HostOutcome;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.Optional;

/**
 * How a run ended for one host.
 *
 * @param before what it ran when it was observed
 * @param wanted the system that was built for it
 */
record HostResult(HostName host, HostOutcome outcome, Optional<StorePath> before, Optional<StorePath> wanted) {}
