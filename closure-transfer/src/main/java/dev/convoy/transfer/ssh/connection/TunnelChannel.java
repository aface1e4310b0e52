package dev.convoy.transfer.ssh.connection;

import java.io.IOException;
import java.io.OutputStream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.transport.TransportException;

/** A channel through a jump host to the next host. One stuck target must not hold up the others behind the same jump host. */
public final class TunnelChannel extends DirectConnection {
    private static final int PACKET = 32 << 10;

    private final ChannelWriter writer = ChannelWriter.ofConnection(new Packets());
    private final Object receiving = new Object();
    private boolean abandoned;

    TunnelChannel(Connection connection, String host, int port) {
        super(connection, host, port);
    }

    public OutputStream outgoing() {
        return writer;
    }

    public void abandon() {
        synchronized (receiving) {
            abandoned = true;
            eofInputStreams();
        }
        try {
            writer.endWith(_ -> super.sendClose());
        } catch (IOException alreadyGone) {
            finishOff();
        }
    }

    @Override
    protected void init(int recipient, long window, long largestPacket) {
        super.init(recipient, window, largestPacket);
        writer.open(window, (int) Math.min(largestPacket, PACKET));
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        if (message == Message.CHANNEL_WINDOW_ADJUST) {
            try {
                writer.widen(packet.readUInt32());
            } catch (Buffer.BufferException e) {
                throw new ConnectionException(e);
            }
        } else {
            super.handle(message, packet);
        }
    }

    @Override
    protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
        synchronized (receiving) {
            if (!abandoned) {
                super.receiveInto(stream, packet);
            }
        }
    }

    @Override
    protected void closeAllStreams() {
        eofInputStreams();
        writer.end();
    }

    @Override
    protected void sendClose() throws TransportException {
        writer.end();
        super.sendClose();
    }

    @Override
    public void notifyError(SSHException error) {
        writer.end();
        super.notifyError(error);
    }

    private final class Packets implements ChannelWriter.Outlet {
        @Override
        public void data(byte[] bytes, int offset, int length) throws IOException {
            trans.write(newBuffer(Message.CHANNEL_DATA).putUInt32(length).putRawBytes(bytes, offset, length));
        }

        @Override
        public void endOfFile() throws IOException {
            trans.write(newBuffer(Message.CHANNEL_EOF));
        }
    }
}
