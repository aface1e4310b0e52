package dev.convoy.testbed.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;

/** A program that runs under GNU time, which asks the kernel what the program and all of its children used. */
final class Metered {
    private final Process process;
    private final Path meter;
    private final Path output;
    private final List<String> command;
    private final long since = System.nanoTime();

    private Metered(Process process, Path meter, Path output, List<String> command) {
        this.process = process;
        this.meter = meter;
        this.output = output;
        this.command = command;
    }

    /** @param peakKib of the largest process among them */
    record Usage(Duration wall, double cpuSeconds, long peakKib) {}

    /** Its output and its errors go to files in {@code scratch}. */
    static Metered start(Path scratch, Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        Path meter = Files.createTempFile(scratch, "meter", "");
        Path output = Files.createTempFile(scratch, "output", "");
        var whole = new ArrayList<>(List.of("time", "-q", "-f", "%U %S %M", "-o", meter.toString()));
        whole.addAll(command);
        var builder = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(new File(output + ".err"));
        builder.environment().putAll(environment);
        return new Metered(builder.start(), meter, output, command);
    }

    /** Waits for its end, which must be a success. */
    Usage end() throws IOException, InterruptedException {
        int exit = process.waitFor();
        Duration wall = Duration.ofNanos(System.nanoTime() - since);
        if (exit != 0) {
            throw new IllegalStateException("%s ended with %d: %s".formatted(command, exit, said()));
        }
        return usage(wall);
    }

    /** Kills the program as {@code kill -9} does, and waits until it is gone. */
    Usage kill() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        return usage(Duration.ofNanos(System.nanoTime() - since));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> errors() throws IOException {
        return Files.readAllLines(Path.of(output + ".err"));
    }

    private String said() throws IOException {
        return Files.readString(output) + Files.readString(Path.of(output + ".err"));
    }

    private Usage usage(Duration wall) throws IOException {
        try (var numbers = new Scanner(meter, UTF_8).useLocale(Locale.ROOT)) {
            return new Usage(wall, numbers.nextDouble() + numbers.nextDouble(), numbers.nextLong());
        }
    }
}
