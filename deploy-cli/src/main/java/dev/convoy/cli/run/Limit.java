package dev.convoy.cli.run;

import java.util.concurrent.Semaphore;

/** So many at once. Who waits is served in the order of coming. */
final class Limit {
    private final Semaphore slots;
    private final String reason;

    /** @param reason what to say of those who wait, such as {@code a slot of --transfers} */
    Limit(int atOnce, String reason) {
        this.slots = new Semaphore(atOnce, true);
        this.reason = reason;
    }

    /** A slot that is given back when it is closed. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** @param waiting is told why, if there is no slot now */
    Slot take(java.util.function.Consumer<String> waiting) throws InterruptedException {
        if (!slots.tryAcquire()) {
            waiting.accept(reason);
            slots.acquire();
        }
        return slots::release;
    }
}
