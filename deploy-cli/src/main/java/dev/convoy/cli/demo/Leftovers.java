package dev.convoy.cli.demo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What must be gone at the end, last come first gone: at the end of the block, or when the operator presses Ctrl-C. */
final class Leftovers implements AutoCloseable {
    /** How one of them is made. */
    @FunctionalInterface
    interface Making<T> {
        T make() throws IOException;
    }

    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private boolean closed;

    Leftovers() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "demo cleanup"));
    }

    /** Makes something while nobody cleans up, so that nothing is half made when somebody does; afterwards nothing is. */
    synchronized <T extends AutoCloseable> T add(Making<T> making) throws IOException, InterruptedException {
        if (closed) {
            throw new InterruptedException("the demo is over");
        }
        T thing = making.make();
        things.push(thing);
        return thing;
    }

    @Override
    @SuppressWarnings("EmptyCatch") // the others have to go all the same
    public synchronized void close() {
        closed = true;
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (Exception e) {
            }
        }
    }
}
