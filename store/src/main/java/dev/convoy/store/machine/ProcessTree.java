package dev.convoy.store.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of this computer with all of its descendants, as something to end. */
final class ProcessTree {
    /** Between the request to end and the end by force: enough for Nix to release its locks and temporary roots. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A process that does not even die by force hangs in the kernel; nobody should wait for it. */
    private static final Duration REAPING = Duration.ofSeconds(5);

    /** How long a process that is not our child may have ended before we see it. */
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process root;
    private final List<String> escalation;

    /** @param escalation what to put in front of {@code kill} where the process runs with other rights than convoy */
    ProcessTree(Process root, List<String> escalation) {
        this.root = root;
        this.escalation = escalation;
    }

    /**
     * Ends all of it, politely first. The descendants are taken down by list, because those whose parent dies first are
     * nobody's descendants any more.
     */
    void end() {
        List<ProcessHandle> all = new ArrayList<>(root.descendants().toList());
        all.add(root.toHandle());
        signal(all, "TERM");
        if (!haveEnded(all, PATIENCE)) {
            root.descendants().forEach(all::add);
            signal(all, "KILL");
            haveEnded(all, REAPING);
        }
    }

    /** A process that has ended, but whose new parent does not ask how, is a zombie. In a container that can last for ever. */
    static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            // Gone in between, or a system without /proc.
            return process.isAlive();
        }
    }

    private void signal(List<ProcessHandle> processes, String signal) {
        List<ProcessHandle> running =
                processes.stream().filter(ProcessTree::isRunning).toList();
        if (escalation.isEmpty()) {
            running.forEach(signal.equals("KILL") ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        } else if (!running.isEmpty()) {
            List<String> kill = new ArrayList<>(escalation);
            kill.addAll(List.of("kill", "-" + signal));
            running.forEach(one -> kill.add(Long.toString(one.pid())));
            run(kill);
        }
    }

    /** An interrupted thread has no patience left; the interrupt stays pending for its owner. */
    private static boolean haveEnded(List<ProcessHandle> processes, Duration atMost) {
        CompletableFuture<?> end = CompletableFuture.allOf(
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean running = true;
        while (running && System.nanoTime() - deadline < 0) {
            try {
                end.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                running = processes.stream().anyMatch(ProcessTree::isRunning);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return !running;
    }

    private static void run(List<String> line) {
        try {
            new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(REAPING);
        } catch (IOException e) {
            // The command itself was started with the same escalation a moment ago; without it nothing more can be
            // done.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
