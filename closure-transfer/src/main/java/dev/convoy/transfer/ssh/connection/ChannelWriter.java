package dev.convoy.transfer.ssh.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * The sending side of a channel. sshj's own stream waits for the peer's window while it holds the lock that the reader
 * thread needs to take note of the channel's end: a command that dies without reading its input then stops the whole
 * connection. This one lets go when the channel ends, and never sends after the end.
 */
final class ChannelWriter extends OutputStream {
    /** How a packet gets out. */
    interface Outlet {
        void data(byte[] bytes, int offset, int length) throws IOException;

        void endOfFile() throws IOException;
    }

    private final Outlet outlet;
    private final boolean mustFinish;
    private final Object window = new Object();
    private final Object sending = new Object();
    private long credit;
    private int largest = 1;
    private volatile boolean ended;
    private boolean endOfFileSent;
    private boolean over;

    private ChannelWriter(Outlet outlet, boolean mustFinish) {
        this.outlet = outlet;
        this.mustFinish = mustFinish;
    }

    /** Lets go of a writer that is interrupted. */
    static ChannelWriter ofCommand(Outlet outlet) {
        return new ChannelWriter(outlet, false);
    }

    /** Half a packet would be the end of the connection that it carries: who is interrupted waits all the same. */
    static ChannelWriter ofConnection(Outlet outlet) {
        return new ChannelWriter(outlet, true);
    }

    void open(long initialWindow, int largestPacket) {
        synchronized (window) {
            credit = initialWindow;
            largest = Math.max(1, largestPacket);
        }
    }

    void widen(long bytes) {
        synchronized (window) {
            credit += bytes;
            window.notifyAll();
        }
    }

    /** The channel is over; whoever waits to write learns it. Returns when no packet is on its way any more. */
    void end() {
        release();
        synchronized (sending) {
            over = true;
        }
    }

    /**
     * Sends the channel's last packets, unless it is over already: a server that gets a packet for a channel which both sides
     * have closed ends the whole connection.
     */
    void endWith(Farewell farewell) throws IOException {
        release();
        synchronized (sending) {
            if (!over) {
                over = true;
                farewell.send(endOfFileSent);
            }
        }
    }

    /** What is sent at last. */
    interface Farewell {
        void send(boolean afterEndOfFile) throws IOException;
    }

    private void release() {
        ended = true;
        synchronized (window) {
            window.notifyAll();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int packet = claim(length - done);
            synchronized (sending) {
                if (over || endOfFileSent) {
                    throw over();
                }
                outlet.data(bytes, offset + done, packet);
            }
            done += packet;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (sending) {
            if (!over && !endOfFileSent) {
                endOfFileSent = true;
                outlet.endOfFile();
            }
        }
    }

    private int claim(int wanted) throws IOException {
        boolean interrupted = false;
        synchronized (window) {
            while (credit == 0 && !ended && !(interrupted && !mustFinish)) {
                try {
                    window.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (ended) {
                throw over();
            }
            if (credit == 0) {
                throw new InterruptedIOException("interrupted while the host was not reading");
            }
            int packet = (int) Math.min(Math.min(wanted, largest), credit);
            credit -= packet;
            return packet;
        }
    }

    private static IOException over() {
        return new IOException("the other side does not read any more");
    }
}
