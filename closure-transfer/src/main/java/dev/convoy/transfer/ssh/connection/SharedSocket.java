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

/**
 * A socket that carries what many write, one at a time, and has one reader. Java closes a blocking channel under a thread that is
 * interrupted in it, and one command that is called off would end the connection of all: so this one does not block, and waits
 * beside it.
 */
public final class SharedSocket implements Closeable {
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    /** By a writer that was interrupted: half a packet would be the end of the connection. */
    private ByteBuffer left = ByteBuffer.allocate(0);

    /** @param channel that is connected */
    public SharedSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
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

    /** A writer that is interrupted does not wait: what it could not send goes out with what is written next. */
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
        if (!isSent(left) || !isSent(bytes)) {
            left = copy(left, bytes);
        }
    }

    /** Waits until it is, unless interrupted. */
    private boolean isSent(ByteBuffer bytes) throws IOException {
        try {
            channel.write(bytes);
            while (bytes.hasRemaining()) {
                if (Thread.currentThread().isInterrupted()) {
                    return false;
                }
                await(writable);
                channel.write(bytes);
            }
            return true;
        } catch (ClosedChannelException | ClosedSelectorException e) {
            throw closed(e);
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
