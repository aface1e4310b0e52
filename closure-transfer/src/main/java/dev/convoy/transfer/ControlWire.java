package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.ServeMessages;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.SortedSet;

/** The control session as the only lane, for hosts that allow one session at a time. It is not this lane's to close. */
final class ControlWire implements LaneWire {
    private final StoreSession control;
    private final Runnable onEnd;
    private final OutputStream out;

    ControlWire(StoreSession control, Runnable onEnd) {
        this.control = control;
        this.onEnd = onEnd;
        this.out = control.input();
    }

    @Override
    public void greet() {
        // Long done.
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void ask(Collection<StorePath> paths) throws IOException {
        ServeMessages.validPaths(paths, out);
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    @Override
    public void awaitGreeting() {
        // Long here.
    }

    @Override
    public void awaitAdded() throws IOException {
        control.client().awaitAdded();
    }

    @Override
    public SortedSet<StorePath> awaitPaths() throws IOException {
        return control.client().readPaths();
    }

    @Override
    public SessionEndedException ended(IOException cause) throws InterruptedException {
        onEnd.run();
        return control.ended(cause);
    }

    @Override
    public void leave() {
        // The session holds the closure until it is activated.
    }

    @Override
    public void close() {
        // As above; who broke it off asks it something next, and learns it.
    }
}
