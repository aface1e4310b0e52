package dev.convoy.activation.rollout;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Hours that come again each week, or one stretch of the calendar, as the clock on a wall shows them. */
public sealed interface Times {
    /**
     * @param from on each of the days
     * @param to the first moment after; where it is not later than {@code from}, that of the day after
     */
    record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to) implements Times {
        public Weekly {
            days = Set.copyOf(days);
        }

        @Override
        public boolean contain(LocalDateTime moment) {
            return Stream.of(moment.toLocalDate(), moment.toLocalDate().minusDays(1))
                    .filter(day -> days.contains(day.getDayOfWeek()))
                    .anyMatch(day -> !moment.isBefore(day.atTime(from)) && moment.isBefore(end(day)));
        }

        @Override
        public List<LocalDateTime> bounds(LocalDateTime after) {
            List<LocalDateTime> bounds = new ArrayList<>();
            LocalDate first = after.toLocalDate();
            for (LocalDate day = first; day.isBefore(first.plusDays(LOOKAHEAD_DAYS)); day = day.plusDays(1)) {
                if (days.contains(day.getDayOfWeek())) {
                    bounds.add(day.atTime(from));
                    bounds.add(end(day));
                }
            }
            return bounds;
        }

        private LocalDateTime end(LocalDate day) {
            return to.isAfter(from) ? day.atTime(to) : day.plusDays(1).atTime(to);
        }
    }

    /** @param to the first moment after */
    record Stretch(LocalDateTime from, LocalDateTime to) implements Times {
        @Override
        public boolean contain(LocalDateTime moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }

        @Override
        public List<LocalDateTime> bounds(LocalDateTime after) {
            return List.of(from, to);
        }
    }

    /** How far ahead a next opening is looked for. */
    int LOOKAHEAD_DAYS = 400;

    boolean contain(LocalDateTime moment);

    /** The moments at which they begin or end; those far away are left out. */
    List<LocalDateTime> bounds(LocalDateTime after);

    /** Reads {@code Mon-Thu 09:00-16:00}, {@code Sat,Sun}, {@code 22:00-05:00} or {@code 2026-12-20 to 2027-01-03 12:00}. */
    static Optional<Times> parse(String text) {
        try {
            Optional<Times> stretch = stretch(text.strip());
            return stretch.isPresent() ? stretch : weekly(text.strip());
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static Optional<Times> stretch(String text) {
        Matcher matcher = Patterns.STRETCH.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        LocalDate first = LocalDate.parse(matcher.group("first"));
        LocalDate last =
                Optional.ofNullable(matcher.group("last")).map(LocalDate::parse).orElse(first);
        LocalDateTime from = Optional.ofNullable(matcher.group("from"))
                .map(time -> first.atTime(LocalTime.parse(time)))
                .orElse(first.atStartOfDay());
        // A day without an hour is meant whole.
        LocalDateTime to = Optional.ofNullable(matcher.group("to"))
                .map(time -> last.atTime(LocalTime.parse(time)))
                .orElse(last.plusDays(1).atStartOfDay());
        return from.isBefore(to) ? Optional.of(new Stretch(from, to)) : Optional.empty();
    }

    private static Optional<Times> weekly(String text) {
        Matcher matcher = Patterns.WEEKLY.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        Set<DayOfWeek> days =
                Optional.ofNullable(matcher.group("days")).map(Times::days).orElse(EnumSet.allOf(DayOfWeek.class));
        LocalTime from =
                Optional.ofNullable(matcher.group("from")).map(LocalTime::parse).orElse(LocalTime.MIDNIGHT);
        LocalTime to = Optional.ofNullable(matcher.group("to"))
                .map(time -> time.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(time))
                .orElse(LocalTime.MIDNIGHT);
        return Optional.of(new Weekly(days, from, to));
    }

    private static Set<DayOfWeek> days(String text) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            List<DayOfWeek> ends =
                    Stream.of(part.strip().split("-", -1)).map(Times::day).toList();
            for (DayOfWeek day = ends.getFirst(); day != ends.getLast(); day = day.plus(1)) {
                days.add(day);
            }
            days.add(ends.getLast());
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return Stream.of(DayOfWeek.values())
                .filter(day ->
                        day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    /** The shapes of what is written. */
    final class Patterns {
        private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
        private static final String TIME = "[0-9]{2}:[0-9]{2}";
        private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
        private static final String DAYS = DAY + "(?:-" + DAY + ")?";
        static final Pattern STRETCH = Pattern.compile("(?<first>" + DATE + ")(?: (?<from>" + TIME + "))?"
                + "(?: to (?<last>" + DATE + ")(?: (?<to>" + TIME + "))?)?");
        static final Pattern WEEKLY = Pattern.compile(
                "(?<days>" + DAYS + "(?:, ?" + DAYS + ")*)?(?:(?:^| )(?<from>" + TIME + ")-(?<to>" + TIME + "))?",
                Pattern.CASE_INSENSITIVE);

        private Patterns() {}
    }
}
