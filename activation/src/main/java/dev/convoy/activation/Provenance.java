package dev.convoy.activation;

import java.util.Optional;

/**
 * Where an activation comes from, as the host records it.
 *
 * @param operator who answers for it
 * @param revision of the flake; empty for a rollback, which is no revision
 * @param dirty whether the flake had changes that no revision has
 * @param lockHash of the flake's lock file
 */
public record Provenance(String operator, Optional<String> revision, boolean dirty, Optional<String> lockHash) {}
