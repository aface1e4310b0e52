package dev.convoy.cli.run.frame;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** So many at once. Who waits is served in the order of coming. */
public final class Limit {
    private final Semaphore slots;
    private final String reason;

    /** @param reason what to say of those who wait, such as {@code a slot of --transfers} */
    public Limit(int atOnce, String reason) {
        this.slots = new Semaphore(atOnce, true);
        this.reason = reason;
    }

    /** A slot that is given back when it is closed, if it has not been before. */
    public interface Slot extends AutoCloseable {
        void giveBack();

        @Override
        default void close() {
            giveBack();
        }
    }

    /** @param waiting is told why, if there is no slot now */
    public Slot take(java.util.function.Consumer<String> waiting) throws InterruptedException {
        if (!slots.tryAcquire()) {
            waiting.accept(reason);
            slots.acquire();
        }
        var given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                slots.release();
            }
        };
    }
}
