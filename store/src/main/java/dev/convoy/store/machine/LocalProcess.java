package dev.convoy.store.machine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A process of this computer. Ends at its deadline with all of its descendants, whether or not anyone waits for it. */
final class LocalProcess implements Running {
    /** Signals with the same number everywhere. The shell reports them in the same way, as 128 + number. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "HUP"),
            Map.entry(2, "INT"),
            Map.entry(3, "QUIT"),
            Map.entry(4, "ILL"),
            Map.entry(6, "ABRT"),
            Map.entry(8, "FPE"),
            Map.entry(9, "KILL"),
            Map.entry(11, "SEGV"),
            Map.entry(13, "PIPE"),
            Map.entry(15, "TERM"));

    private final Process process;
    private final Duration deadline;
    private final ProcessTree tree;
    private final Consumer<LocalProcess> onEnd;
    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();

    /** @param escalation what to put in front of {@code kill} where the process runs with other rights than convoy */
    LocalProcess(Process process, Duration deadline, List<String> escalation, Consumer<LocalProcess> onEnd) {
        this.process = process;
        this.deadline = deadline;
        this.tree = new ProcessTree(process, escalation);
        this.onEnd = onEnd;
    }

    /** Starts to watch over the deadline. */
    void watch() {
        Thread.ofVirtual().name("deadline " + process.pid()).start(() -> {
            try {
                end.complete(endOrDeadline());
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            } finally {
                onEnd.accept(this);
            }
        });
    }

    @Override
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    @Override
    public InputStream stdout() {
        return process.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return process.getErrorStream();
    }

    @Override
    public ExitStatus waitFor() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean hasEnded() {
        return end.isDone();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            tree.end();
        }
        closeQuietly(stdout());
        closeQuietly(stderr());
        // Closing flushes, and that blocks where a process left behind holds a full pipe and does not read.
        Thread.ofVirtual().name("close stdin").start(() -> closeQuietly(stdin()));
    }

    private ExitStatus endOrDeadline() {
        try {
            if (process.waitFor(deadline)) {
                return exitOf(process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody has this thread, so nobody can interrupt it", e);
        }
        tree.end();
        return new ExitStatus.TimedOut(deadline);
    }

    private static ExitStatus exitOf(int value) {
        String signal = SIGNALS.get(value - 128);
        return signal == null ? new ExitStatus.Exited(value) : new ExitStatus.Signalled(signal);
    }

    private static void closeQuietly(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            return;
        }
    }
}
