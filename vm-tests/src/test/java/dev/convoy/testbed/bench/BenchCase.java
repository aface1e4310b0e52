package dev.convoy.testbed.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is copied, to how many hosts, over which line.
 *
 * @param small paths of {@code smallKib} KiB, and {@code large} ones of {@code largeMib} MiB
 * @param megabits per second, of one wire that leads to all hosts; 0 is a wire without limit
 */
record BenchCase(
        String name,
        Kind kind,
        int hosts,
        int small,
        int smallKib,
        int large,
        int largeMib,
        Duration rtt,
        int megabits) {
    enum Kind {
        /** Nothing of it is there. */
        FRESH,
        /** The hosts run the same system with another version of its lowest library. */
        UPDATE,
        /** The program is killed when half of the bytes are there, and started again. */
        RESUME
    }

    /**
     * The large paths are smaller where eight hosts share a slow line, so that a case takes minutes: 820 MB there are more than
     * a minute for who sends all of it.
     */
    private static final List<BenchCase> ALL = List.of(
            new BenchCase("a-0ms", Kind.FRESH, 1, 300, 16, 0, 0, Duration.ZERO, 0),
            new BenchCase("a-20ms", Kind.FRESH, 1, 300, 16, 0, 0, Duration.ofMillis(20), 0),
            new BenchCase("a-100ms", Kind.FRESH, 1, 300, 16, 0, 0, Duration.ofMillis(100), 0),
            new BenchCase("b-0ms", Kind.FRESH, 1, 0, 0, 4, 256, Duration.ZERO, 0),
            new BenchCase("b-20ms", Kind.FRESH, 1, 0, 0, 4, 256, Duration.ofMillis(20), 0),
            new BenchCase("b-100mbit", Kind.FRESH, 1, 0, 0, 4, 256, Duration.ofMillis(20), 100),
            new BenchCase("c-0ms", Kind.FRESH, 1, 1500, 16, 4, 256, Duration.ZERO, 0),
            new BenchCase("c-100mbit", Kind.FRESH, 1, 1500, 16, 4, 256, Duration.ofMillis(20), 100),
            new BenchCase("d-0ms", Kind.FRESH, 8, 1500, 16, 4, 256, Duration.ZERO, 0),
            new BenchCase("d-100mbit", Kind.FRESH, 8, 400, 16, 4, 24, Duration.ofMillis(20), 100),
            new BenchCase("e-100mbit", Kind.UPDATE, 1, 150, 32, 4, 4096 / 1024, Duration.ofMillis(20), 100),
            new BenchCase("e-10mbit", Kind.UPDATE, 1, 150, 32, 4, 4096 / 1024, Duration.ofMillis(20), 10),
            new BenchCase("f-100mbit", Kind.RESUME, 1, 400, 16, 24, 2, Duration.ofMillis(20), 100));

    /** @param wanted names, or their beginnings; none is all */
    static List<BenchCase> chosen(List<String> wanted) {
        return ALL.stream()
                .filter(one -> wanted.isEmpty() || wanted.stream().anyMatch(one.name()::startsWith))
                .toList();
    }

    static Stream<String> names() {
        return ALL.stream().map(BenchCase::name);
    }

    /** Whether hosts are reached through lines; else directly, as a line in a program would be the slowest part. */
    boolean hasLines() {
        return !rtt.isZero() || megabits > 0 || kind == Kind.RESUME;
    }

    List<String> hostNames() {
        return Stream.iterate(1, i -> i + 1).limit(hosts).map(i -> "h" + i).toList();
    }

    String title() {
        String what = Stream.of(
                        small == 0 ? "" : small + " paths of " + smallKib + " KiB",
                        large == 0 ? "" : large + " of " + largeMib + " MiB")
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + " and " + b)
                .orElse("");
        String how = switch (kind) {
            case FRESH -> "";
            case UPDATE -> ", an update of the lowest library";
            case RESUME -> ", killed at half and started again";
        };
        return "%s: %s%s%s; round trip %d ms, %s"
                .formatted(
                        name,
                        what,
                        how,
                        hosts == 1 ? "" : ", to " + hosts + " hosts",
                        rtt.toMillis(),
                        megabits == 0 ? "no limit" : megabits + " Mbit/s" + (hosts == 1 ? "" : " in all"));
    }
}
