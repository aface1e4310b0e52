package dev.convoy.cli.ui;

import dev.convoy.evaluator.HostName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the log files of one run are. */
public record RunLogs(Path directory) {
    /** File systems allow 255 bytes; room is left for the suffix. */
    private static final int LONGEST = 200;

    public static RunLogs of(Path logDirectory, String runId) {
        return new RunLogs(logDirectory.resolve(fileName(runId)));
    }

    /** What concerns no host, or all. */
    public Path run() {
        return directory.resolve("run.log");
    }

    public Path host(HostName host) {
        String name = fileName(host.value());
        return directory.resolve((name.equals("run") ? "%72un" : name) + ".log");
    }

    /** Anything but letters, digits, {@code -_} and inner dots is percent-encoded, so that different names stay different. */
    private static String fileName(String name) {
        var safe = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || c == '-' || c == '_' || (c == '.' && !safe.isEmpty())) {
                safe.append(c);
            } else {
                safe.append(String.format("%%%02x", (int) c));
            }
        }
        return safe.length() <= LONGEST
                ? safe.toString()
                : safe.substring(0, LONGEST) + String.format("-%08x", name.hashCode());
    }
}
