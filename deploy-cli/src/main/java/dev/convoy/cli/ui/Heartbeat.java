package dev.convoy.cli.ui;

import dev.convoy.cli.report.Measure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The line that says what still goes on when nothing has changed for a while. */
final class Heartbeat {
    /** A line that names more is not read. */
    private static final int NAMED = 4;

    private Heartbeat() {}

    /** Empty when nothing runs. */
    static Optional<String> line(FleetView view, Instant now) {
        var parts = new ArrayList<String>();
        if (view.evaluation().goesOn()) {
            parts.add("eval " + view.evaluation().done() + " of "
                    + view.evaluation().total());
        }
        view.builds()
                .filter(b -> b.built() < b.toBuild() || b.fetched() < b.toFetch())
                .ifPresent(b -> {
                    parts.add("built " + b.built() + " of " + b.toBuild() + ", fetched " + b.fetched() + " of "
                            + b.toFetch());
                });
        List<HostRow> running = view.rows().stream()
                .filter(row -> row.standing() == HostRow.Standing.RUNNING)
                .toList();
        running.stream().limit(NAMED).forEach(row -> parts.add(host(row, now)));
        if (running.size() > NAMED) {
            parts.add("and " + (running.size() - NAMED) + " more");
        }
        long waiting = view.count(HostRow.Standing.WAITING);
        if (waiting > 0 && !view.isFinished()) {
            parts.add(waiting + " waiting");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of("still running: " + String.join("; ", parts));
    }

    private static String host(HostRow row, Instant now) {
        String what = row.host() + " " + EventWords.phase(row.phase());
        String sent = row.sending()
                .map(s -> " " + Measure.bytesOf(s.doneBytes(), s.bytes()))
                .orElse("");
        return what + sent + " " + Measure.elapsed(row.elapsed(now));
    }
}
