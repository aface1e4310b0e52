package dev.convoy.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operator wants of compression. */
public sealed interface Compression {
    /** Decided for each host by the speed of its link. */
    record Auto() implements Compression {}

    record None() implements Compression {}

    /** @param level 1 to 19, or none: then by the speed of the link, but compressed in any case */
    record Zstd(Optional<Integer> level) implements Compression {}

    /** {@code auto}, {@code none}, {@code zstd} or {@code zstd:LEVEL}. */
    static Optional<Compression> parse(String text) {
        Matcher matcher =
                Pattern.compile("(auto)|(none)|zstd(?::([1-9]|1[0-9]))?").matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) != null) {
            return Optional.of(new Auto());
        }
        return Optional.of(
                matcher.group(2) != null
                        ? new None()
                        : new Zstd(Optional.ofNullable(matcher.group(3)).map(Integer::valueOf)));
    }
}
