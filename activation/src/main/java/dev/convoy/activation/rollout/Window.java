package dev.convoy.activation.rollout;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * When hosts may be changed, or must be left alone.
 *
 * @param text for messages, such as {@code Mon-Thu 09:00-16:00}
 * @param zone whose clocks the times are read from
 */
public record Window(Rule rule, Times times, ZoneId zone, String text) {
    /** What a window is for. */
    public enum Rule {
        ALLOW,
        DENY
    }

    boolean contains(Instant moment) {
        return times.contain(moment.atZone(zone).toLocalDateTime());
    }

    Stream<Instant> bounds(Instant after) {
        List<Instant> bounds = times.bounds(after.atZone(zone).toLocalDateTime()).stream()
                .map(moment -> moment.atZone(zone).toInstant())
                .toList();
        return bounds.stream().filter(bound -> bound.isAfter(after));
    }
}
