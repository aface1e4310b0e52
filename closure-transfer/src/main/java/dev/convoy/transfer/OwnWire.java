package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.ServeAnswers;
import dev.convoy.store.protocol.ServeMessages;
import dev.convoy.transfer.pool.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.SortedSet;

/**
 * A lane with a server of its own. The greeting is not waited for: that would cost a round trip, and a decompressor in front of
 * the server holds everything back until it has a good deal of it, or the end.
 */
final class OwnWire implements LaneWire {
    private final StoreServer server;
    private final Encoding encoding;
    private final OutputStream out;
    private final ServeAnswers answers;

    OwnWire(StoreServer server, Encoding encoding) {
        this.server = server;
        this.encoding = encoding;
        this.out = server.input();
        this.answers = new ServeAnswers(server.output());
    }

    @Override
    public void greet() throws IOException {
        say(ServeMessages::greet);
    }

    @Override
    public void ask(Collection<StorePath> paths) throws IOException {
        say(encoded -> ServeMessages.validPaths(paths, encoded));
    }

    private interface Saying {
        void to(OutputStream encoded) throws IOException;
    }

    private void say(Saying what) throws IOException {
        var frame = new ByteArrayOutputStream();
        try (OutputStream encoded = encoding.over(frame)) {
            what.to(encoded);
        }
        frame.writeTo(out);
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
    public void finish() throws IOException {
        out.close();
    }

    @Override
    public void awaitGreeting() throws IOException {
        answers.awaitGreeting();
    }

    @Override
    public void awaitAdded() throws IOException {
        answers.awaitAdded();
    }

    @Override
    public SortedSet<StorePath> awaitPaths() throws IOException {
        return answers.awaitPaths();
    }

    @Override
    public SessionEndedException ended(IOException cause) throws InterruptedException {
        return server.ended(cause);
    }

    @Override
    public void leave() {
        server.leave();
    }

    @Override
    public void close() {
        server.close();
    }
}
