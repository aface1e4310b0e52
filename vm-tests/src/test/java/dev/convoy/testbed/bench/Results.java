package dev.convoy.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The samples of one case, and the table that they make. */
final class Results {
    private static final String HEAD = "  %-10s %9s %7s %9s %9s %7s %7s %8s %7s%n";

    private final BenchCase the;
    private final long narBytes;
    private final Map<Contender, List<Sample>> samples = new EnumMap<>(Contender.class);

    Results(BenchCase the, long narBytes) {
        this.the = the;
        this.narBytes = narBytes;
    }

    void add(Contender contender, Sample sample) {
        samples.computeIfAbsent(contender, none -> new ArrayList<>()).add(sample);
    }

    /** Ratios are to the faster of the two peers, and for bytes, processor time and memory to the same peer. */
    String table() {
        Map<Contender, Sample> medians = new EnumMap<>(Contender.class);
        samples.forEach((contender, all) -> medians.put(contender, Sample.median(all)));
        Optional<Sample> peer = medians.entrySet().stream()
                .filter(entry -> entry.getKey().isPeer())
                .map(Map.Entry::getValue)
                .min((a, b) -> a.wall().compareTo(b.wall()));
        int runs = samples.values().stream().mapToInt(List::size).min().orElse(0);
        var text = new StringBuilder(
                "%s%n  %.1f MB of archives per host; medians of %d interleaved runs; ratios to the faster peer%n"
                        .formatted(the.title(), narBytes / 1e6, runs));
        text.append(HEAD.formatted("", "wall s", "ratio", "copy s", "wire MB", "ratio", "CPU s", "ratio", "peak MB"));
        medians.forEach((contender, one) -> text.append(HEAD.formatted(
                contender.label(),
                "%.2f".formatted(seconds(one.wall())),
                ratio(seconds(one.wall()), peer.map(p -> seconds(p.wall()))),
                "%.2f".formatted(seconds(one.copy())),
                "%.2f".formatted(one.wireBytes() / 1e6),
                ratio((double) one.wireBytes(), peer.map(p -> (double) p.wireBytes())),
                "%.2f".formatted(one.cpuSeconds()),
                ratio(one.cpuSeconds(), peer.map(Sample::cpuSeconds)),
                "%.0f".formatted(one.peakKib() / 1024.0))));
        if (the.kind() == BenchCase.Kind.RESUME) {
            medians.forEach((contender, one) -> text.append(again(contender, one.again())));
        }
        return text.toString();
    }

    private static String again(Contender contender, Sample.Again again) {
        return """
              %s had sent %.2f MB, and %d paths were whole on the host
                  sent again: %.2f MB, %.2f MB of that to connect and ask; %d of the whole paths
            """.formatted(
                        contender.label(),
                        again.sentBytes() / 1e6,
                        again.wholePaths(),
                        again.bytes() / 1e6,
                        again.askingBytes() / 1e6,
                        again.wholePathsAgain());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static String ratio(double value, Optional<Double> other) {
        return other.map(o -> "%.2f".formatted(value / o)).orElse("");
    }
}
