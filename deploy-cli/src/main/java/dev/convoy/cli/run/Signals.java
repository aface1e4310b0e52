package dev.convoy.cli.run;

/** Ctrl-C and a polite kill, as calls. JLine knows how to ask for them on every Java; the JDK has no public way. */
final class Signals implements AutoCloseable {
    private static final int EXIT = 130;

    private final Object interrupt;
    private final Object terminate;

    private Signals(Object interrupt, Object terminate) {
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

    private static Object register(String name, Runnable action) {
        Object previous = org.jline.utils.Signals.register(name, action);
        return previous == null ? Boolean.FALSE : previous;
    }

    @Override
    public void close() {
        restore("INT", interrupt);
        restore("TERM", terminate);
    }

    private static void restore(String name, Object previous) {
        if (previous != Boolean.FALSE) {
            org.jline.utils.Signals.unregister(name, previous);
        }
    }
}
