package dev.convoy.transfer.ssh.builtin;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The byte stream below one SSH connection: a TCP socket, a ProxyCommand, or a channel through a jump host. It counts
 * what it hears, because silence is how a partition is noticed.
 */
public final class Wire implements Closeable {
    private final InputStream in;
    private final OutputStream out;
    private final Closeable below;
    private final AtomicLong heard = new AtomicLong();
    private volatile boolean cut;
    private volatile CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    Wire(InputStream in, OutputStream out, Closeable below) {
        this.in = new Counting(in);
        this.out = new Telling(out);
        this.below = below;
    }

    /** Completes when something was written. */
    CompletableFuture<Void> nextWrite() {
        var next = new CompletableFuture<Void>();
        written = next;
        return next;
    }

    /** Bytes received so far. */
    public long heard() {
        return heard.get();
    }

    InputStream input() {
        return in;
    }

    OutputStream output() {
        return out;
    }

    /** Ends it at once, from our side: whoever reads or writes fails. */
    void cut() {
        cut = true;
        try {
            below.close();
        } catch (IOException e) {
            // Already gone, which is what was wanted.
            return;
        }
    }

    /** Whether we ended it, rather than the other side. */
    boolean isCut() {
        return cut;
    }

    @Override
    public void close() throws IOException {
        below.close();
    }

    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            if (c >= 0) {
                heard.incrementAndGet();
            }
            return c;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                heard.addAndGet(n);
            }
            return n;
        }
    }

    private final class Telling extends FilterOutputStream {
        Telling(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            written.complete(null);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            written.complete(null);
        }
    }
}
