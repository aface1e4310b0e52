package dev.convoy.transfer.ssh.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A socket that carries what many write, one at a time, and has one reader. Java closes a blocking channel under a thread that is
 * interrupted in it, and one command that is called off would end the connection of all: so this one does not block, and waits
 * beside it.
 */
public final class SharedSocket implements Closeable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    /** By a writer that was interrupted: half a packet would be the end of the connection. */
    private ByteBuffer left = NOTHING;

    private SharedSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /** @param channel that is connected */
    public static SharedSocket over(SocketChannel channel) throws IOException {
        try {
            return new SharedSocket(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** An interrupt stays pending for the reader, and ends nothing. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return receive(ByteBuffer.wrap(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                SharedSocket.this.close();
            }
        };
    }

    /** A writer that is interrupted does not wait; what it could not send goes out by itself. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(ByteBuffer.wrap(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                SharedSocket.this.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }

    private int receive(ByteBuffer into) throws IOException {
        boolean interrupted = false;
        try {
            int n = channel.read(into);
            while (n == 0 && into.hasRemaining()) {
                interrupted |= Thread.interrupted();
                await(readable);
                n = channel.read(into);
            }
            return n;
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        try {
            while (!isTaken(bytes)) {
                await(writable);
            }
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closed(e);
        }
    }

    /** By the system, or, from a writer that may not wait, by us. */
    private synchronized boolean isTaken(ByteBuffer bytes) throws IOException {
        if (isSent(left) && isSent(bytes)) {
            return true;
        }
        if (!Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (!left.hasRemaining()) {
            Thread.ofVirtual().name("sending what is left").start(this::sendLeft);
        }
        left = copy(left, bytes);
        return true;
    }

    private boolean isSent(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return !bytes.hasRemaining();
    }

    private void sendLeft() {
        try {
            while (!isTaken(NOTHING)) {
                Thread.sleep(PAUSE);
            }
        } catch (IOException | InterruptedException e) {
            // Closed, as whoever reads finds out; and nobody interrupts a thread that nobody has.
            return;
        }
    }

    private static ByteBuffer copy(ByteBuffer one, ByteBuffer other) {
        return ByteBuffer.allocate(one.remaining() + other.remaining())
                .put(one)
                .put(other)
                .flip();
    }

    private static void await(Selector selector) throws IOException {
        selector.select();
        selector.selectedKeys().clear();
    }

    private static IOException closed(Exception cause) {
        return new IOException("the connection was closed", cause);
    }
}
