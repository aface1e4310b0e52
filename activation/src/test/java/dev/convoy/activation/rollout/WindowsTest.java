package dev.convoy.activation.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {
    /** 2026-11-26 was a Thursday. */
    private static final Instant THURSDAY_NOON = Instant.parse("2026-11-26T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon-Thu 09:00-16:00 | 2026-11-26T09:00 | true",
                "Mon-Thu 09:00-16:00 | 2026-11-26T15:59 | true",
                "Mon-Thu 09:00-16:00 | 2026-11-26T16:00 | false",
                "Mon-Thu 09:00-16:00 | 2026-11-27T10:00 | false",
                "Fri-Mon 09:00-16:00 | 2026-11-29T10:00 | true",
                "Sat,Sun             | 2026-11-28T23:59 | true",
                "Sat,Sun             | 2026-11-30T00:00 | false",
                "Sat, Tue-Thu        | 2026-11-26T00:00 | true",
                "Thu 22:00-05:00     | 2026-11-27T04:59 | true",
                "Thu 22:00-05:00     | 2026-11-26T04:59 | false",
                "22:00-24:00         | 2026-11-26T23:59 | true",
                "22:00-24:00         | 2026-11-26T00:00 | false",
                "00:00-24:00         | 2026-11-26T00:00 | true",
                "2026-11-26          | 2026-11-26T23:59 | true",
                "2026-11-26          | 2026-11-27T00:00 | false",
                "2026-11-20 to 2026-11-26 12:00 | 2026-11-26T11:59 | true",
                "2026-11-20 to 2026-11-26 12:00 | 2026-11-26T12:00 | false",
            })
    void hoursAndDatesAreReadAsTheyAreWritten(String text, String moment, boolean open) {
        Windows windows = new Windows(List.of(window(Window.Rule.ALLOW, text, "UTC")));
        assertThat(windows.at(Instant.parse(moment + ":00Z")).isEmpty()).isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "never",
                "Mon-",
                "Mon 9-16",
                "Mon 09:00",
                "25:00-26:00",
                "2026-02-30",
                "2026-12-01 to 2026-11-01",
                "Mon 24:00-10:00"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThat(Times.parse(text)).isEmpty();
    }

    @Test
    void whatOneDeniesNoOtherAllows() {
        Windows windows = new Windows(List.of(
                window(Window.Rule.ALLOW, "Mon-Fri 09:00-16:00", "UTC"),
                window(Window.Rule.DENY, "2026-11-25 to 2026-11-29", "UTC")));
        assertThat(windows.at(THURSDAY_NOON)).hasValueSatisfying(closed -> {
            assertThat(closed.why()).isEqualTo("in 2026-11-25 to 2026-11-29");
            assertThat(closed.opens()).map(Object::toString).hasValue("2026-11-30T09:00Z[UTC]");
        });
    }

    @Test
    void outsideOfAllThatAllowIsClosedUntilTheNextOpens() {
        Windows windows = new Windows(List.of(
                window(Window.Rule.ALLOW, "Mon 09:00-10:00", "UTC"),
                window(Window.Rule.ALLOW, "Sat 20:00-21:00", "Europe/Berlin")));
        assertThat(windows.at(THURSDAY_NOON)).hasValueSatisfying(closed -> {
            assertThat(closed.why()).isEqualTo("outside Mon 09:00-10:00 and Sat 20:00-21:00");
            assertThat(closed.opens().map(opens -> opens.toInstant()))
                    .isEqualTo(Optional.of(Instant.parse("2026-11-28T19:00:00Z")));
        });
    }

    @Test
    void aHostWithoutWindowsIsAlwaysOpenAndOneThatNeverOpensIsSaidToBe() {
        assertThat(new Windows(List.of()).at(THURSDAY_NOON)).isEmpty();
        Windows past = new Windows(List.of(window(Window.Rule.ALLOW, "2026-01-01", "UTC")));
        assertThat(past.at(THURSDAY_NOON))
                .hasValueSatisfying(closed -> assertThat(closed.opens()).isEmpty());
    }

    private static Window window(Window.Rule rule, String text, String zone) {
        return new Window(rule, Times.parse(text).orElseThrow(), ZoneId.of(zone), text);
    }
}
