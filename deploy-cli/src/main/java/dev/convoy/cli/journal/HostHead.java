package dev.convoy.cli.journal;

import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.util.Optional;

/**
 * What a run has in mind for a host.
 *
 * @param facts how it is reached
 * @param recipe how its system is built; empty for a system that only has to be put back
 * @param before what runs there; empty where that could not be told
 * @param system what it shall run
 */
public record HostHead(
        HostName host, DeploymentFacts facts, Optional<HostSpec> recipe, Optional<StorePath> before, StorePath system) {
    public static HostHead of(HostSpec spec, Optional<StorePath> before) {
        return new HostHead(spec.name(), spec.facts(), Optional.of(spec), before, spec.toplevel());
    }
}
