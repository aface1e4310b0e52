package dev.convoy.transfer.ssh.system;

import dev.convoy.transfer.ssh.builtin.Algorithms;
import dev.convoy.transfer.ssh.connection.SharedSocket;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Function;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportException;

/**
 * The packets of a connection that OpenSSH's client holds, exchanged with it in the clear through its control socket: the
 * proxy mode of OpenSSH's PROTOCOL.mux (part 9), which release 7.4 brought. So everything above is the same as with sshj's own
 * transport: channels, windows, signals, exit statuses.
 */
final class MuxTransport extends NegotiatedTransport {
    private static final int HELLO = 1;
    private static final int VERSION = 4;
    private static final int PROXY = 0x1000000f;
    private static final int PROXIED = 0x8000000f;

    /** The client takes no longer ones either. */
    private static final int LONGEST = 256 << 10;

    private final SharedSocket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final ConnectionImpl connection;
    private long written;
    private volatile boolean running = true;

    /** @throws IOException where the client does not know the proxy mode */
    MuxTransport(SharedSocket socket) throws IOException {
        super(Algorithms.basic());
        this.socket = socket;
        this.out = socket.output();
        this.in = new DataInputStream(new BufferedInputStream(socket.input(), 64 << 10));
        enterProxyMode();
        this.connection = new ConnectionImpl(this, KeepAliveProvider.HEARTBEAT);
    }

    ConnectionImpl connection() {
        return connection;
    }

    /** @param obituary says why the connection is over, told how reading ended */
    void start(String name, Function<IOException, String> obituary) {
        Thread.ofPlatform().daemon().name("ssh reader " + name).start(() -> {
            IOException end = readToTheEnd();
            running = false;
            connection.notifyError(new ConnectionException(obituary.apply(end)));
        });
    }

    void close() throws IOException {
        running = false;
        socket.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Service getService() {
        return connection;
    }

    /** sshj leaves five bytes in front of a packet, for the header that this has as well: length, and length of padding. */
    @Override
    public synchronized long write(SSHPacket packet) throws TransportException {
        int start = packet.rpos() - 5;
        int length = packet.available() + 1;
        ByteBuffer.wrap(packet.array()).putInt(start, length).put(start + 4, (byte) 0);
        try {
            out.write(packet.array(), start, length + 4);
        } catch (IOException e) {
            throw new TransportException(String.valueOf(e.getMessage()), e);
        }
        return written++;
    }

    @Override
    public void die(Exception cause) {
        try {
            close();
        } catch (IOException e) {
            // Gone already; the reader tells everyone.
            return;
        }
    }

    private void enterProxyMode() throws IOException {
        send(HELLO, VERSION);
        send(PROXY, 0);
        ByteBuffer hello = receive();
        if (hello.getInt() != HELLO || hello.getInt() != VERSION) {
            throw new IOException("OpenSSH's client does not speak version 4 of its multiplexing protocol");
        }
        if (receive().getInt() != PROXIED) {
            throw new IOException("this OpenSSH is too old for convoy: it takes release 7.4 or later");
        }
    }

    private void send(int word, int argument) throws IOException {
        byte[] message =
                ByteBuffer.allocate(12).putInt(8).putInt(word).putInt(argument).array();
        out.write(message);
    }

    private ByteBuffer receive() throws IOException {
        int length = in.readInt();
        if (length < 8 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes from OpenSSH's client");
        }
        byte[] message = new byte[length];
        in.readFully(message);
        return ByteBuffer.wrap(message);
    }

    private IOException readToTheEnd() {
        try {
            while (true) {
                int length = in.readInt();
                if (length < 2 || length > LONGEST) {
                    return new IOException("a packet of " + length + " bytes from OpenSSH's client");
                }
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                var packet = new SSHPacket(bytes);
                packet.readByte();
                connection.handle(packet.readMessageID(), packet);
            }
        } catch (SSHException e) {
            return e;
        } catch (SSHRuntimeException e) {
            return new IOException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            return e;
        }
    }
}
