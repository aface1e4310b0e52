package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.ssh.connection.ExecChannel;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command on a host. Ends at its deadline whether or not anyone waits for it. */
final class SshRunning implements Running {
    /** For the first word from the host, for the end of what it is told to end, and for what shall end by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ExecChannel channel;
    private final Consumer<Long> killer;
    private final ScheduledExecutorService timers;
    private Runnable whenOver = () -> {};
    private volatile boolean left;
    private @Nullable Ending ending;
    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();

    /** @param since when it began, in nanoseconds */
    private record Ending(Thread thread, long since) {
        /** No longer than for one who asked when it began: a host that does not answer is not waited for twice. */
        void await() throws InterruptedException {
            thread.join(PATIENCE.minusNanos(System.nanoTime() - since));
        }
    }

    /** @param killer ends a process on the host, with the rights that the command has */
    SshRunning(ExecChannel channel, SshConnection connection, Duration deadline, Consumer<Long> killer) {
        this.channel = channel;
        this.killer = killer;
        this.timers = connection.timers();
        ScheduledFuture<?> timer = timers.schedule(() -> expire(deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
        var _ = channel.end().thenAccept(exit -> {
            timer.cancel(false);
            end.complete(
                    exit instanceof ExitStatus.Lost && !connection.lost().isEmpty()
                            ? new ExitStatus.Lost(connection.lost())
                            : exit);
        });
    }

    @Override
    public OutputStream stdin() {
        return channel.stdin();
    }

    @Override
    public InputStream stdout() {
        return channel.getInputStream();
    }

    @Override
    public InputStream stderr() {
        return channel.getErrorStream();
    }

    @Override
    public ExitStatus waitFor() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When it has ended, or was left. */
    void whenOver(Runnable action) {
        whenOver = action;
        var _ = channel.end().thenRun(action);
    }

    @Override
    public void leave() {
        left = true;
        whenOver.run();
        if (channel.end().isDone()) {
            channel.abandon();
        } else {
            channel.leave();
            var _ = timers.schedule(this::endWhatStayed, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Also where the command has ended, and something that it began keeps the channel. */
    private void endWhatStayed() {
        Thread.ofVirtual().name("ending").start(this::end);
    }

    @Override
    public boolean hasEnded() {
        return end.isDone();
    }

    @Override
    public void close() {
        if (!left) {
            end();
        }
    }

    private void end() {
        if (channel.end().isDone()) {
            channel.abandon();
            return;
        }
        try {
            ending().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expire(Duration deadline) {
        if (end.complete(new ExitStatus.TimedOut(deadline))) {
            var _ = ending();
        }
    }

    /** On a thread of its own: packets may have to wait for a slow connection, and an interrupted caller cannot. */
    private synchronized Ending ending() {
        if (ending == null) {
            Thread thread = Thread.ofVirtual().name("ending").start(() -> {
                Optional<Long> process = process();
                channel.abandon();
                process.filter(p -> p > 1 && !channel.end().isDone()).ifPresent(killer);
            });
            ending = new Ending(thread, System.nanoTime());
        }
        return ending;
    }

    private Optional<Long> process() {
        try {
            return Optional.of(channel.process().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody has this thread, so nobody can interrupt it", e);
        }
    }
}
