package dev.convoy.activation.rollout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some of a number of hosts: so many, or so many of a hundred. */
public sealed interface Share {
    Pattern TEXT = Pattern.compile("([0-9]{1,6})(%?)");

    record Count(int number) implements Share {}

    /** @param percent from 0 to 100 */
    record Percent(int percent) implements Share {}

    /** Reads {@code 3} or {@code 25%}. */
    static Optional<Share> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        if (matcher.group(2).isEmpty()) {
            return Optional.of(new Count(number));
        }
        return number <= 100 ? Optional.of(new Percent(number)) : Optional.empty();
    }

    /** As the size of a batch: rounded up, so that it is never nothing. */
    default int sizeOf(int total) {
        return switch (this) {
            case Count(int number) -> Math.max(1, number);
            case Percent(int percent) -> Math.max(1, Math.ceilDiv(total * percent, 100));
        };
    }

    /** As what may fail: rounded down, so that it is never more than was said. */
    default int limitOf(int total) {
        return switch (this) {
            case Count(int number) -> number;
            case Percent(int percent) -> total * percent / 100;
        };
    }

    /** As it is written. */
    default String text() {
        return switch (this) {
            case Count(int number) -> Integer.toString(number);
            case Percent(int percent) -> percent + "%";
        };
    }
}
