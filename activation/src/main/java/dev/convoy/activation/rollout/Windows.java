package dev.convoy.activation.rollout;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All windows of one host. What one denies no other allows; where any allows, the time outside of them is closed. */
public record Windows(List<Window> all) {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm '('VV')'", Locale.ENGLISH);

    public Windows {
        all = List.copyOf(all);
    }

    /**
     * Why the host must be left alone.
     *
     * @param opens when that ends; empty if not in the next year
     */
    public record Closed(String why, Optional<ZonedDateTime> opens) {}

    /** Empty when the host may be changed. */
    public Optional<Closed> at(Instant moment) {
        return why(moment).map(why -> new Closed(why, next(moment, true)));
    }

    private Optional<String> why(Instant moment) {
        Optional<Window> denying =
                of(Window.Rule.DENY).filter(window -> window.contains(moment)).findFirst();
        if (denying.isPresent()) {
            return denying.map(window -> "in " + window.text());
        }
        boolean open = of(Window.Rule.ALLOW).findAny().isEmpty()
                || of(Window.Rule.ALLOW).anyMatch(window -> window.contains(moment));
        return open
                ? Optional.empty()
                : Optional.of(
                        "outside " + of(Window.Rule.ALLOW).map(Window::text).collect(Collectors.joining(" and ")));
    }

    /** The next moment at which it opens; empty if not in the next year. */
    public Optional<ZonedDateTime> opens(Instant moment) {
        return why(moment).isPresent()
                ? next(moment, true)
                : closes(moment).flatMap(closes -> next(closes.toInstant(), true));
    }

    /** Until when the host may be changed; empty if it may not now, or if that does not end in the next year. */
    public Optional<ZonedDateTime> closes(Instant moment) {
        return why(moment).isPresent() ? Optional.empty() : next(moment, false);
    }

    /** For people, such as {@code Mon 2026-11-30 09:00 (Europe/Berlin)}. */
    public static String words(ZonedDateTime moment) {
        return MOMENT.format(moment);
    }

    private Optional<ZonedDateTime> next(Instant moment, boolean open) {
        return all.stream()
                .flatMap(window -> window.bounds(moment))
                .sorted()
                .filter(bound -> why(bound).isEmpty() == open)
                .findFirst()
                .map(bound -> bound.atZone(all.getFirst().zone()));
    }

    private Stream<Window> of(Window.Rule rule) {
        return all.stream().filter(window -> window.rule() == rule);
    }
}
