package dev.convoy.cli.journal;

import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a run has in mind for a host.
 *
 * @param facts how it is reached
 * @param recipe how its system is built; empty for a system that only has to be put back
 * @param before what runs there; empty where that could not be told
 * @param bootsBefore what it would boot; empty where that could not be told
 * @param system what it shall run
 * @param wave in which it has its turn; empty for a host that is not to be changed, because it is as it shall be or cannot be
 */
public record HostHead(
        HostName host,
        DeploymentFacts facts,
        Optional<HostSpec> recipe,
        Optional<StorePath> before,
        Optional<StorePath> bootsBefore,
        StorePath system,
        OptionalInt wave) {}
