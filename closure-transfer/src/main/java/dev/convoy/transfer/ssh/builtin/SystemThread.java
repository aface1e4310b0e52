package dev.convoy.transfer.ssh.builtin;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for sockets on threads of the system: the first virtual thread that has to wait for one starts Java's poller, and a
 * JVM that has a poller takes 300 ms longer to end.
 */
final class SystemThread {
    private SystemThread() {}

    interface Work {
        void run() throws IOException;
    }

    /** Waits for it; whoever is interrupted meanwhile must close what the work is waiting for. */
    static void run(String name, Work work) throws IOException {
        var task = new FutureTask<@Nullable Void>(() -> {
            work.run();
            return null;
        });
        Thread.ofPlatform().daemon().name(name).start(task);
        await(task);
    }

    /** Throws what the work threw. */
    static void await(Future<?> work) throws IOException {
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case null, default -> throw new IOException(e.getCause());
            }
        }
    }
}
