package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Running;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A command on a host. Ends at its deadline whether or not anyone waits for it. */
final class SshRunning implements Running {
    private final ExecChannel channel;
    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();

    SshRunning(ExecChannel channel, SshConnection connection, Duration deadline, ScheduledExecutorService timers) {
        this.channel = channel;
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

    @Override
    public void close() {
        channel.abandon();
    }

    private void expire(Duration deadline) {
        if (end.complete(new ExitStatus.TimedOut(deadline))) {
            // Leaving sends packets, and those may have to wait for a slow connection.
            Thread.ofVirtual().name("deadline").start(channel::abandon);
        }
    }
}
