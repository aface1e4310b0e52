package dev.convoy.cli.config;

import dev.convoy.activation.rollout.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a setting's text may say. The same text rules hold for flags, variables and files. */
public sealed interface SettingKind {
    record Text() implements SettingKind {}

    /** {@code true} or {@code false}. */
    record Switch() implements SettingKind {}

    /** A whole number of at least {@code least}. */
    record Count(int least) implements SettingKind {}

    /** Some of the hosts: {@code 3} or {@code 25%}. */
    record Portion() implements SettingKind {}

    /** {@code 90}, {@code 90s}, {@code 5m} or {@code 1h}. */
    record Span() implements SettingKind {}

    record Choice(List<String> words) implements SettingKind {
        public Choice {
            words = List.copyOf(words);
        }
    }

    /** Lines of {@code name = value}, as nix.conf has them. Layers add up instead of replacing one another. */
    record Pairs() implements SettingKind {}

    /** What is wrong with {@code text}, as the end of the sentence "it must be …"; empty if nothing is. */
    default Optional<String> requirement(String text) {
        return switch (this) {
            case Text() -> text.isBlank() ? Optional.of("some text") : Optional.empty();
            case Switch() ->
                text.equals("true") || text.equals("false") ? Optional.empty() : Optional.of("true or false");
            case Count(int least) -> isCount(text, least) ? Optional.empty() : Optional.of("a number from " + least);
            case Portion() ->
                Share.parse(text).filter(share -> !share.text().matches("0%?")).isPresent()
                        ? Optional.empty()
                        : Optional.of("a number from 1, or a percentage such as 25%");
            case Span() -> span(text).isPresent() ? Optional.empty() : Optional.of("a time such as 90, 90s, 5m or 1h");
            case Choice(List<String> words) ->
                words.contains(text) ? Optional.empty() : Optional.of("one of " + String.join(", ", words));
            case Pairs() ->
                text.lines().allMatch(line -> line.isBlank() || line.indexOf('=') > 0)
                        ? Optional.empty()
                        : Optional.of("lines of name = value");
        };
    }

    private static boolean isCount(String text, int least) {
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least;
    }

    /** Reads a positive time. */
    static Optional<Duration> span(String text) {
        Matcher matcher = Pattern.compile("([0-9]{1,6})([smh]?)").matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration span = switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
        return span.isPositive() ? Optional.of(span) : Optional.empty();
    }
}
