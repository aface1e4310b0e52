package dev.convoy.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must be gone at the end, last come first gone: at the end of the block, or when the operator presses Ctrl-C. */
final class Leftovers implements AutoCloseable {
    private final Deque<AutoCloseable> things = new ArrayDeque<>();

    Leftovers() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "demo cleanup"));
    }

    synchronized <T extends AutoCloseable> T add(T thing) {
        things.push(thing);
        return thing;
    }

    @Override
    @SuppressWarnings("EmptyCatch") // the others have to go all the same
    public synchronized void close() {
        while (!things.isEmpty()) {
            try {
                things.pop().close();
            } catch (Exception e) {
            }
        }
    }
}
