package dev.convoy.cli.config;

import dev.convoy.activation.rollout.Share;
import dev.convoy.transfer.Compression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** {@code fail}, {@code skip} or {@code wait:TIME}. */
    record Absence() implements SettingKind {}

    /** {@code auto}, {@code none}, {@code zstd} or {@code zstd:LEVEL}. */
    record Packing() implements SettingKind {}

    /** Bytes a second: {@code 500kB}, {@code 10MB} or {@code 1GB}; or bits a second: {@code 100Mbit}. */
    record Rate() implements SettingKind {}

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
            case Absence() ->
                text.equals("fail") || text.equals("skip") || wait(text).isPresent()
                        ? Optional.empty()
                        : Optional.of("fail, skip, or wait:TIME such as wait:10m");
            case Packing() ->
                Compression.parse(text).isPresent()
                        ? Optional.empty()
                        : Optional.of("auto, none, zstd or zstd:LEVEL, with a level from 1 to 19");
            case Rate() ->
                rate(text).isPresent() ? Optional.empty() : Optional.of("a rate such as 500kB, 10MB or 100Mbit");
            case Pairs() ->
                text.lines().allMatch(line -> line.isBlank() || line.indexOf('=') > 0)
                        ? Optional.empty()
                        : Optional.of("lines of name = value");
        };
    }

    private static boolean isCount(String text, int least) {
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least;
    }

    /** How long an absence is to last at most; empty where it is not waited for. */
    static Optional<Duration> wait(String text) {
        return text.startsWith("wait:") ? span(text.substring("wait:".length())) : Optional.empty();
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

    /** Reads a positive rate, in bytes a second. */
    static OptionalLong rate(String text) {
        Matcher matcher = Pattern.compile("([1-9][0-9]{0,5})(k|M|G)(B|bit)").matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            default -> 1_000_000_000;
        };
        long units = Long.parseLong(matcher.group(1)) * unit;
        return OptionalLong.of(matcher.group(3).equals("B") ? units : units / Byte.SIZE);
    }
}
