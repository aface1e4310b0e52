package dev.convoy.activation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The processes of one {@link TestHost}: those that live in a mount namespace with its folders. */
record HostProcesses(Path root) {
    private static final Path PROC = Path.of("/proc");

    boolean areGone() {
        return all().findAny().isEmpty();
    }

    /** Ends those at once whose command line, with spaces between the arguments, is chosen. */
    void kill(Predicate<String> commandLine) {
        all().filter(process -> commandLine.test(commandLine(process)))
                // Whoever waits for another process must not see how that one ends.
                .sorted(Comparator.comparing(process -> !commandLine(process).contains("/supervise.sh ")))
                .forEach(ProcessHandle::destroyForcibly);
    }

    void killAll() {
        while (!areGone()) {
            kill(line -> true);
            Thread.onSpinWait();
        }
    }

    private Stream<ProcessHandle> all() {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(process -> read(process, "mountinfo").contains("/" + root.getFileName() + "/var/lib "));
    }

    private static String commandLine(ProcessHandle process) {
        return read(process, "cmdline").replace('\0', ' ');
    }

    /** Nothing, for a process that has ended meanwhile. */
    private static String read(ProcessHandle process, String file) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(process.pid() + "/" + file)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
