package dev.convoy.cli.run.frame;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/** Names of runs: they sort by time, and two that begin in the same second still differ. */
final class RunId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int SUFFIX = 4;

    private RunId() {}

    /** Such as {@code 20261121-071530-k3vx}. */
    static String create(Clock clock, RandomGenerator random) {
        var id = new StringBuilder(TIME.format(clock.instant())).append('-');
        for (int i = 0; i < SUFFIX; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
