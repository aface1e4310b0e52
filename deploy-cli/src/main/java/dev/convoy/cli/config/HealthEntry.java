package dev.convoy.cli.config;

import dev.convoy.activation.health.Timing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One entry of {@code health:} in a file.
 *
 * @param on the hosts that it is for; all, if empty
 */
public record HealthEntry(String name, Optional<RolloutSection.Named> on, Kind kind, Timing timing) {
    /** What is looked at. Texts may hold {@code {host}} and {@code {address}}. */
    public sealed interface Kind {
        record ActiveUnits(List<String> units) implements Kind {}

        /** No check: these may fail. */
        record IgnoredUnits(List<String> units) implements Kind {}

        /** @param at {@code 5432} or {@code address:5432} */
        record Tcp(String at) implements Kind {}

        record Http(String url, OptionalInt status, Optional<Pattern> body) implements Kind {}

        record OnHost(String script) implements Kind {}

        record Here(String script) implements Kind {}
    }
}
