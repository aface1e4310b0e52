package dev.convoy.cli.run.frame;

import java.util.Optional;

/** Ctrl-C and a polite kill, as calls. JLine knows how to ask for them on every Java; the JDK has no public way. */
final class Signals implements AutoCloseable {
    private static final int EXIT = 130;

    private final Optional<Object> interrupt;
    private final Optional<Object> terminate;

    private Signals(Optional<Object> interrupt, Optional<Object> terminate) {
        this.interrupt = interrupt;
        this.terminate = terminate;
    }

    /** Calls {@code action} for the first two; the third ends the program on the spot. */
    static Signals onInterrupt(Runnable action) {
        var count = new java.util.concurrent.atomic.AtomicInteger();
        Runnable counted = () -> {
            if (count.incrementAndGet() > 2) {
                Runtime.getRuntime().halt(EXIT);
            }
            action.run();
        };
        return new Signals(register("INT", counted), register("TERM", counted));
    }

    /** What was there before; empty where this Java has no signals. */
    private static Optional<Object> register(String name, Runnable action) {
        return Optional.ofNullable(org.jline.utils.Signals.register(name, action));
    }

    @Override
    public void close() {
        restore("INT", interrupt);
        restore("TERM", terminate);
    }

    private static void restore(String name, Optional<Object> previous) {
        previous.ifPresent(handler -> org.jline.utils.Signals.unregister(name, handler));
    }
}
