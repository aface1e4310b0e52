package dev.convoy.transfer.ssh.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.convoy.store.machine.ExitStatus;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.connection.Carrier;
import dev.convoy.transfer.ssh.connection.ExecChannel;
import dev.convoy.transfer.ssh.connection.NoRoomException;
import dev.convoy.transfer.ssh.connection.ProcessNotice;
import dev.convoy.transfer.ssh.connection.SharedSocket;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.connection.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a client of OpenSSH's that this test plays, packet by packet. */
@Timeout(30)
class MuxTransportTest {
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private Socket peer;
    private DataInputStream in;
    private DataOutputStream out;
    private MuxTransport transport;
    private SshConnection connection;

    @BeforeEach
    void connect() throws Exception {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var socket = SharedSocket.over(SocketChannel.open(server.getLocalAddress()));
            peer = server.accept().socket();
            in = new DataInputStream(peer.getInputStream());
            out = new DataOutputStream(peer.getOutputStream());
            var greeting = new FutureTask<>(() -> new MuxTransport(socket));
            Thread.startVirtualThread(greeting);
            in.readFully(new byte[24]);
            send(ByteBuffer.allocate(8).putInt(1).putInt(4).array());
            send(ByteBuffer.allocate(8).putInt(0x8000000f).putInt(0).array());
            transport = greeting.get();
        }
        transport.start("host", end -> String.valueOf(end.getMessage()));
        connection = new SshConnection(new HostSettings("host", Map.of()), new Carried(), timers);
    }

    @AfterEach
    void disconnect() throws IOException {
        transport.close();
        peer.close();
        timers.shutdownNow();
    }

    @Test
    void sendsACommandsInputBeforeTheHostSaysThatItStartsIt() throws Exception {
        ExecChannel command = exec();
        command.stdin().write("hello".getBytes(StandardCharsets.US_ASCII));
        command.stdin().flush();
        assertThat(next(Message.CHANNEL_DATA))
                .asString(StandardCharsets.ISO_8859_1)
                .endsWith("hello");
    }

    @Test
    void endsACommandThatTheHostDoesNotStart() throws Exception {
        ExecChannel command = exec();
        next(Message.CHANNEL_REQUEST);
        answer(Message.CHANNEL_FAILURE, 0);
        assertThat(command.end().get()).isEqualTo(new ExitStatus.Lost("the host did not start the command"));
        assertThat(command.getInputStream().read()).isEqualTo(-1);
        next(Message.CHANNEL_CLOSE);
    }

    @Test
    void measuresTheRoundTripByTheHostsAnswerToAChannel() throws Exception {
        assertThat(connection.roundTrip()).isZero();
        FutureTask<ExecChannel> command = begin();
        next(Message.CHANNEL_OPEN);
        Thread.sleep(300);
        open(0);
        command.get();
        assertThat(connection.roundTrip()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        open(1); // which was asked for in the same breath, and is wanted by no command yet
        Duration first = connection.roundTrip();
        FutureTask<ExecChannel> second = begin();
        next(Message.CHANNEL_OPEN);
        next(Message.CHANNEL_OPEN);
        open(2);
        second.get();
        await().until(() -> connection.roundTrip().compareTo(first) < 0);
    }

    /** sshd counts it a moment longer. */
    @Test
    void asksAgainWhereACommandHasJustEnded() throws Exception {
        endTheFirst();
        FutureTask<ExecChannel> command = begin();
        refuseNext(2, 3, 4);
        next(Message.CHANNEL_OPEN);
        open(5);
        assertThat(command.get().isOpen()).isTrue();
        assertThat(connection.allowsOne()).isFalse();
    }

    @Test
    void doesNotAskForEver() throws Exception {
        endTheFirst();
        FutureTask<ExecChannel> command = begin();
        refuseNext(2, 3, 4, 5);
        assertThatThrownBy(command::get).hasCauseInstanceOf(NoRoomException.class);
        assertThat(connection.allowsOne()).isTrue();
    }

    /** On a host that gives no channel beside its own. */
    private void endTheFirst() throws Exception {
        exec();
        refuseNext(1);
        next(Message.CHANNEL_REQUEST);
        byte[] exited = "exit-status".getBytes(StandardCharsets.US_ASCII);
        send(ByteBuffer.allocate(15 + exited.length)
                .put((byte) 0)
                .put(Message.CHANNEL_REQUEST.toByte())
                .putInt(0)
                .putInt(exited.length)
                .put(exited)
                .put((byte) 0)
                .putInt(0)
                .array());
        answer(Message.CHANNEL_CLOSE, 0);
        next(Message.CHANNEL_CLOSE);
    }

    /** Opens the channel of the command, and of none that is asked for besides. */
    private ExecChannel exec() throws Exception {
        FutureTask<ExecChannel> command = begin();
        next(Message.CHANNEL_OPEN);
        open(0);
        return command.get();
    }

    private FutureTask<ExecChannel> begin() {
        var command = new FutureTask<>(() -> connection.exec("true", ProcessNotice.fresh(), Duration.ofSeconds(20)));
        Thread.startVirtualThread(command);
        return command;
    }

    private void open(int channel) throws IOException {
        answer(Message.CHANNEL_OPEN_CONFIRMATION, channel, 7 + channel, 1 << 20, 1 << 15);
    }

    /** The next packet of a kind; the others before it are passed over. */
    private byte[] next(Message wanted) throws IOException {
        while (true) {
            byte[] packet = in.readNBytes(in.readInt());
            if (packet[1] == wanted.toByte()) {
                return packet;
            }
        }
    }

    /** As each of them is asked for. */
    private void refuseNext(int... channels) throws IOException {
        for (int channel : channels) {
            next(Message.CHANNEL_OPEN);
            answer(Message.CHANNEL_OPEN_FAILURE, channel, 4, 0, 0);
        }
    }

    private void answer(Message message, int... numbers) throws IOException {
        ByteBuffer packet =
                ByteBuffer.allocate(2 + 4 * numbers.length).put((byte) 0).put(message.toByte());
        for (int number : numbers) {
            packet.putInt(number);
        }
        send(packet.array());
    }

    private void send(byte[] packet) throws IOException {
        out.writeInt(packet.length);
        out.write(packet);
    }

    private final class Carried implements Carrier {
        @Override
        public Connection connection() {
            return transport.connection();
        }

        @Override
        public boolean isUp() {
            return true;
        }

        @Override
        public void whenLost(Consumer<String> told) {}

        @Override
        public void close() {}
    }
}
