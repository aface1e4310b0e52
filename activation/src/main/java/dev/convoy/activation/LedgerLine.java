package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a host's ledger, {@code /var/lib/convoy/ledger}: {@code key=value} fields, separated by tabs, in any order.
 * Unknown keys are left out, so that a newer convoy may write more. Values never hold tabs or line breaks: {@link
 * Activator} takes control characters out of what it sends.
 */
final class LedgerLine {
    private LedgerLine() {}

    /** Empty for a line that was cut off or is not of convoy's making. */
    static Optional<LedgerEntry> parse(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.split("\t", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && equals < field.length() - 1) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        Optional<StorePath> toplevel = path(fields, "toplevel");
        String time = fields.getOrDefault("time", "");
        if (toplevel.isEmpty() || !fields.containsKey("run") || !time.matches("\\d{1,11}")) {
            return Optional.empty();
        }
        return Optional.of(new LedgerEntry(
                fields.getOrDefault("run", ""),
                Instant.ofEpochSecond(Long.parseLong(time)),
                fields.getOrDefault("operator", ""),
                fields.getOrDefault("goal", ""),
                toplevel.get(),
                path(fields, "previous"),
                Optional.ofNullable(fields.get("revision")),
                fields.getOrDefault("dirty", "no").equals("yes"),
                Optional.ofNullable(fields.get("lock")),
                fields.getOrDefault("result", "unknown")));
    }

    private static Optional<StorePath> path(Map<String, String> fields, String key) {
        return Optional.ofNullable(fields.get(key)).flatMap(HostAnswer::storePath);
    }
}
