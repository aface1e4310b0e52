package dev.convoy.activation.hook;

import java.util.List;
import java.util.Optional;

/**
 * How a hook ended.
 *
 * @param problem why it does not count as done; empty if it does
 * @param said the last lines that it printed
 */
public record HookEnd(Optional<String> problem, List<String> said) {
    public HookEnd {
        said = List.copyOf(said);
    }
}
