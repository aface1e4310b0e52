package dev.convoy.activation.rollout;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All windows of one host. What one denies no other allows; where any allows, the time outside of them is closed. */
public record Windows(List<Window> all) {
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
        return why(moment).map(why -> new Closed(why, opening(moment)));
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

    private Optional<ZonedDateTime> opening(Instant moment) {
        return all.stream()
                .flatMap(window -> window.bounds(moment))
                .sorted()
                .filter(bound -> why(bound).isEmpty())
                .findFirst()
                .map(bound -> bound.atZone(all.getFirst().zone()));
    }

    private Stream<Window> of(Window.Rule rule) {
        return all.stream().filter(window -> window.rule() == rule);
    }
}
