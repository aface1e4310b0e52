package dev.convoy.transfer.ssh.builtin;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The byte stream below one SSH connection: a TCP socket, a ProxyCommand, or a channel through a jump host. It is a Socket
 * because that is what sshj takes, and it counts what it hears because silence is how a partition is noticed.
 */
public final class Wire extends Socket {
    private final InputStream in;
    private final OutputStream out;
    private final Closeable below;
    private final int port;
    private final AtomicLong heard = new AtomicLong();
    private volatile boolean cut;

    Wire(InputStream in, OutputStream out, Closeable below, int port) {
        this.in = new Counting(in);
        this.out = out;
        this.below = below;
        this.port = port;
    }

    /** Bytes received so far. */
    public long heard() {
        return heard.get();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public void setSoTimeout(int timeout) {
        // Liveness watches; a read may wait as long as it likes.
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
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
}
