package dev.convoy.cli.config;

import dev.convoy.activation.rollout.Window;
import java.util.Optional;

/**
 * One entry of {@code windows:} in a file.
 *
 * @param on the hosts that it is for; all, if empty
 */
public record WindowEntry(Optional<RolloutSection.Named> on, Window window) {}
