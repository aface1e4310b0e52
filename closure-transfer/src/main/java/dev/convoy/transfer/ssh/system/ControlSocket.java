package dev.convoy.transfer.ssh.system;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix socket for one reader and one writer at a time. Java closes a blocking channel under a thread that is interrupted in
 * it, and one command that is called off would end the connection of all: so this one does not block, and waits beside it.
 */
final class ControlSocket implements Closeable {
    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;

    private ControlSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    static ControlSocket connect(Path path) throws IOException {
        return new ControlSocket(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer into = ByteBuffer.wrap(bytes, offset, length);
                int n = channel.read(into);
                while (n == 0 && length > 0) {
                    await(readable);
                    n = channel.read(into);
                }
                return n;
            }
        };
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        channel.write(rest);
        while (rest.hasRemaining()) {
            await(writable);
            channel.write(rest);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }

    /** An interrupt stays pending for its owner, and does not spin here. */
    private static void await(Selector selector) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            selector.select();
            selector.selectedKeys().clear();
        } catch (java.nio.channels.ClosedSelectorException e) {
            throw new IOException("the connection was closed", e);
        } finally {
            if (Thread.interrupted() || interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
