package dev.convoy.transfer.ssh.login;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/** An ssh-agent behind its socket: draft-miller-ssh-agent, the two requests that a client needs. */
record SshAgent(Path socket) {
    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES = 12;
    private static final byte SIGN = 13;
    private static final byte SIGNED = 14;

    /** OpenSSH's agent sends no more. */
    private static final int LONGEST = 256 << 10;

    List<Identity> identities() throws IOException {
        Buffer.PlainBuffer answer =
                ask(new Buffer.PlainBuffer().putByte(REQUEST_IDENTITIES), IDENTITIES, "list its keys");
        int count = answer.readUInt32AsInt();
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            identities.add(new AgentIdentity(this, new PublicBlob(answer.readBytes()), answer.readString()));
        }
        return identities;
    }

    byte[] sign(PublicBlob key, byte[] data, int flags) throws IOException {
        Buffer.PlainBuffer request = new Buffer.PlainBuffer()
                .putByte(SIGN)
                .putBytes(key.bytes())
                .putBytes(data)
                .putUInt32(flags);
        return ask(request, SIGNED, "sign").readBytes();
    }

    /** One connection per request: an agent may ask the user for consent, and must not block other hosts meanwhile. */
    private Buffer.PlainBuffer ask(Buffer.PlainBuffer request, byte expected, String what) throws IOException {
        byte[] message = request.getCompactData();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer framed = ByteBuffer.allocate(4 + message.length)
                    .putInt(message.length)
                    .put(message)
                    .flip();
            while (framed.hasRemaining()) {
                channel.write(framed);
            }
            var in = new java.io.DataInputStream(Channels.newInputStream(channel));
            int length = in.readInt();
            if (length < 1 || length > LONGEST) {
                throw new IOException("an answer of " + length + " bytes");
            }
            byte[] answer = new byte[length];
            in.readFully(answer);
            if (answer[0] != expected) {
                throw new IOException("the agent refused to " + what);
            }
            var buffer = new Buffer.PlainBuffer(answer);
            buffer.readByte();
            return buffer;
        }
    }
}
