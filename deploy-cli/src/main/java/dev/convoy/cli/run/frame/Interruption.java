package dev.convoy.cli.run.frame;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * What Ctrl-C does. The first one ends whatever has not begun to change a host and lets the rest come to its end; the
 * second ends everything. A host is never lost by either: activation runs on the host itself.
 */
public final class Interruption {
    private final Set<Thread> threads = new HashSet<>();
    private final Set<Thread> safe = new HashSet<>();
    private int signals;

    /** What a signal found. */
    enum Effect {
        STOPPING,
        CUTTING
    }

    synchronized Effect signal() {
        signals++;
        boolean first = signals == 1;
        threads.stream().filter(t -> !first || !safe.contains(t)).forEach(Thread::interrupt);
        return first ? Effect.STOPPING : Effect.CUTTING;
    }

    public synchronized boolean isStopping() {
        return signals > 0;
    }

    /** Whether even what should have been left alone was ended. */
    public synchronized boolean isCut() {
        return signals > 1;
    }

    /** Runs work that any signal may interrupt. */
    public <T> T during(Callable<T> work) throws Exception {
        Thread self = Thread.currentThread();
        enter(threads, self);
        try {
            return work.call();
        } finally {
            leave(self);
        }
    }

    /**
     * Runs a part of such work that the first signal must leave alone.
     *
     * @throws InterruptedException without beginning, if there was a signal already
     */
    public <T> T undisturbed(Callable<T> work) throws Exception {
        Thread self = Thread.currentThread();
        enter(safe, self);
        try {
            return work.call();
        } finally {
            synchronized (this) {
                safe.remove(self);
            }
        }
    }

    private synchronized void enter(Set<Thread> set, Thread self) throws InterruptedException {
        if (signals > 0) {
            throw new InterruptedException("stopped before it began");
        }
        set.add(self);
    }

    private synchronized void leave(Thread self) {
        threads.remove(self);
        safe.remove(self);
    }
}
