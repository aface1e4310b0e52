package dev.convoy.evaluator;

import java.util.HashMap;
import java.util.Map;

/** The running totals of one {@code nix-store --realise}. */
final class BuildProgress {
    private record Counts(int type, long done, long expected, long running) {}

    private final Map<Long, Integer> types = new HashMap<>();
    private final Map<Long, Counts> totals = new HashMap<>();
    private final Map<Long, Long> runningBytes = new HashMap<>();
    private final Map<Integer, Long> stoppedBytes = new HashMap<>();
    private final Map<Integer, Long> expectedBytes = new HashMap<>();
    private boolean downloads;

    void start(NixLogEvent.Start start) {
        types.put(start.id(), start.type());
        downloads |= start.type() == NixLogEvent.DOWNLOAD;
    }

    void stop(NixLogEvent.Stop stop) {
        Integer type = types.remove(stop.id());
        Long done = runningBytes.remove(stop.id());
        if (type != null && done != null) {
            stoppedBytes.merge(type, done, Long::sum);
        }
    }

    /** Returns whether a build or a fetch was completed by it. */
    boolean progress(NixLogEvent.Progress progress) {
        int type = types.getOrDefault(progress.id(), 0);
        return switch (type) {
            case NixLogEvent.BUILDS, NixLogEvent.COPY_PATHS -> {
                Counts now = new Counts(type, progress.done(), progress.expected(), progress.running());
                Counts before = totals.put(progress.id(), now);
                yield now.done() > (before == null ? 0 : before.done());
            }
            case NixLogEvent.DOWNLOAD, NixLogEvent.COPY_PATH -> {
                runningBytes.put(progress.id(), progress.done());
                yield false;
            }
            default -> false;
        };
    }

    void expected(NixLogEvent.Expected expected) {
        expectedBytes.merge(expected.type(), expected.amount(), Math::max);
    }

    BuildEvent.Progress snapshot() {
        Counts builds = total(NixLogEvent.BUILDS);
        Counts fetches = total(NixLogEvent.COPY_PATHS);
        // Downloads are what costs time; a substituter that is a disk or a host has none, and then the copied bytes
        // speak.
        int type = downloads ? NixLogEvent.DOWNLOAD : NixLogEvent.COPY_PATH;
        long fetched = stoppedBytes.getOrDefault(type, 0L);
        for (Map.Entry<Long, Long> running : runningBytes.entrySet()) {
            fetched += types.getOrDefault(running.getKey(), 0) == type ? running.getValue() : 0;
        }
        return new BuildEvent.Progress(
                (int) builds.done(),
                (int) Math.max(builds.done(), builds.expected()),
                (int) builds.running(),
                (int) fetches.done(),
                (int) Math.max(fetches.done(), fetches.expected()),
                fetched,
                Math.max(fetched, expectedBytes.getOrDefault(type, 0L)));
    }

    /** After a success: 2.34 may end with more builds expected than there were, and 2.8 with the last bytes not counted. */
    BuildEvent.Progress complete() {
        BuildEvent.Progress last = snapshot();
        return new BuildEvent.Progress(
                last.built(),
                last.built(),
                0,
                last.fetched(),
                last.fetched(),
                last.bytesToFetch(),
                last.bytesToFetch());
    }

    /** A daemon repeats its client's totals in an activity of its own, so the largest speaks, not the sum. */
    private Counts total(int type) {
        return totals.values().stream()
                .filter(counts -> counts.type() == type)
                .reduce(new Counts(type, 0, 0, 0), (a, b) -> b.expected() >= a.expected() ? b : a);
    }
}
