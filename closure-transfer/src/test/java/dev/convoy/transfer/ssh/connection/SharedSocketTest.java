package dev.convoy.transfer.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedSocketTest {
    /** More than two sockets hold. */
    private static final int MUCH = 64 << 20;

    private SharedSocket socket;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket = SharedSocket.over(SocketChannel.open(server.getLocalAddress()));
            peer = server.accept().socket();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        peer.close();
    }

    @Test
    void writesInAThreadThatIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        socket.output().write("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }

    @Test
    void letsGoOfAWriterThatIsInterruptedAndLosesNothing() throws Exception {
        interruptAWriter();
        assertThat(peer.getInputStream().readNBytes(MUCH)).isEqualTo(filled(MUCH, 'a'));
    }

    @Test
    void keepsTheOrderOfWritersThatAreInterrupted() throws Exception {
        interruptAWriter();
        Thread.currentThread().interrupt();
        socket.output().write("the ".getBytes(StandardCharsets.UTF_8));
        assertThat(Thread.interrupted()).isTrue();
        var received = new FutureTask<>(() -> peer.getInputStream().readNBytes(MUCH + 7));
        Thread.ofVirtual().start(received);
        socket.output().write("end".getBytes(StandardCharsets.UTF_8));
        byte[] all = received.get();
        assertThat(Arrays.copyOfRange(all, 0, MUCH)).isEqualTo(filled(MUCH, 'a'));
        assertThat(Arrays.copyOfRange(all, MUCH, MUCH + 7)).asString().isEqualTo("the end");
    }

    @Test
    void aReaderThatIsInterruptedReadsOn() throws Exception {
        InputStream in = socket.input();
        var read = new FutureTask<>(() -> in.read() + (Thread.currentThread().isInterrupted() ? ", interrupted" : ""));
        Thread reader = Thread.ofPlatform().start(read);
        awaitWaiting(reader);
        reader.interrupt();
        peer.getOutputStream().write('x');
        assertThat(read.get()).isEqualTo((int) 'x' + ", interrupted");
    }

    @Test
    void closingFreesWhoeverWaits() throws Exception {
        var write = new FutureTask<>(() -> write(filled(MUCH, 'a')), true);
        var read = new FutureTask<>(() -> socket.input().read());
        for (Thread waiting : new Thread[] {new Thread(write), new Thread(read)}) {
            waiting.start();
            awaitWaiting(waiting);
        }
        socket.close();
        assertThatThrownBy(write::get).hasMessageContaining("closed");
        assertThatThrownBy(read::get).hasMessageContaining("closed");
    }

    private void interruptAWriter() throws InterruptedException {
        Thread writer = Thread.ofPlatform().start(() -> write(filled(MUCH, 'a')));
        awaitWaiting(writer);
        writer.interrupt();
        writer.join();
    }

    private void write(byte[] bytes) {
        try {
            socket.output().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    /** In epoll, as Java calls it runnable. */
    private static void awaitWaiting(Thread thread) {
        await().until(() -> Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("select")));
    }
}
