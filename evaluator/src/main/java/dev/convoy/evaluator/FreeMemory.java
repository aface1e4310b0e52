package dev.convoy.evaluator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory evaluators may take without the machine beginning to swap. */
final class FreeMemory {
    /** For systems that do not say, such as macOS: room for two evaluators. */
    private static final long UNKNOWN_MIB = 3072;

    private FreeMemory() {}

    /** Three quarters of what Linux calls available. */
    static long budgetMiB() {
        try {
            return budgetMiB(Files.readAllLines(Path.of("/proc/meminfo")));
        } catch (IOException e) {
            return UNKNOWN_MIB;
        }
    }

    static long budgetMiB(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.matches("MemAvailable:\\s+\\d+ kB"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 * 3 / 4)
                .findFirst()
                .orElse(UNKNOWN_MIB);
    }
}
