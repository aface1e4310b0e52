package dev.convoy.cli.config;

import dev.convoy.activation.hook.Hook;
import java.util.Optional;

/**
 * One entry of {@code hooks:} in a file.
 *
 * @param on the hosts that it is for; all, if empty
 */
public record HookEntry(Optional<RolloutSection.Named> on, Hook hook) {}
