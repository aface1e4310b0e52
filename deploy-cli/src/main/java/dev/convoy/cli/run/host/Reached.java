package dev.convoy.cli.run.host;

import dev.convoy.activation.HostState;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Link;
import java.util.Optional;

/**
 * A host and the way to it, whatever is to be done there.
 *
 * @param state as it was last read, where it was
 */
public record Reached(HostName host, DeploymentFacts facts, Link link, Optional<HostState> state) {}
