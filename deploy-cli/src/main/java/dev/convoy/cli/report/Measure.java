package dev.convoy.cli.report;

import java.time.Duration;
import java.util.Locale;

/** Sizes, times and counts in words, the same everywhere. */
public final class Measure {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Measure() {}

    /** Such as {@code 812 B}, {@code 1.2 GiB}, {@code 120 MiB}: three digits at most, powers of 1024. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.5 and more would be printed with four digits.
        while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String digits = unit == 0 || Math.abs(value) >= 9.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, value) + " " + UNITS[unit];
    }

    /** Such as {@code 54 of 120 MiB}, {@code 812 KiB of 1.2 GiB}. */
    public static String bytesOf(long part, long whole) {
        String of = bytes(whole);
        String unit = of.substring(of.indexOf(' '));
        String have = bytes(part);
        return (have.endsWith(unit) ? have.substring(0, have.length() - unit.length()) : have) + " of " + of;
    }

    /** Such as {@code 0:07}, {@code 12:34}, {@code 1:02:03}. */
    public static String elapsed(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Such as {@code 1 path}, {@code 34 paths}. */
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
