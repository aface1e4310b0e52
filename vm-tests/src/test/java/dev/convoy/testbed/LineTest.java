package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest {
    private ServerSocket host;
    private Line line;

    @BeforeEach
    void lay() throws IOException {
        host = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        line = new Line(host.getLocalPort());
    }

    @AfterEach
    void remove() throws IOException {
        line.close();
        host.close();
    }

    @Test
    void carriesBothWaysAndCounts() throws IOException {
        try (Socket client = connect();
                Socket server = host.accept()) {
            client.getOutputStream().write(1);
            assertThat(server.getInputStream().read()).isEqualTo(1);
            server.getOutputStream().write(2);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
        assertThat(line.accepted()).isEqualTo(1);
    }

    @Test
    void takesItsTimeInEitherDirection() throws IOException {
        line.delay(Duration.ofMillis(20));
        try (Socket client = connect();
                Socket server = host.accept()) {
            long before = System.nanoTime();
            client.getOutputStream().write(1);
            server.getOutputStream().write(server.getInputStream().read());
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(40_000_000);
        }
    }

    @Test
    void carriesNoMoreThanItsWire() throws IOException {
        line.wires(Wire.ofMegabits(8), Wire.ofMegabits(8));
        int size = 200_000;
        try (Socket client = connect();
                Socket server = host.accept()) {
            long before = System.nanoTime();
            client.getOutputStream().write(new byte[size]);
            server.getInputStream().readNBytes(size);
            assertThat(System.nanoTime() - before).isBetween(195_000_000L, 2_000_000_000L);
        }
    }

    @Test
    void saysNothingWhileItIsCutAndDeliversWhenItHeals() throws IOException {
        try (Socket client = connect();
                Socket server = host.accept()) {
            line.cut();
            client.getOutputStream().write(1);
            server.setSoTimeout(50);
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            line.heal();
            server.setSoTimeout(5_000);
            assertThat(server.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void resetsWhatIsOpenAndTakesNewConnections() throws IOException {
        try (Socket client = connect();
                Socket server = host.accept()) {
            server.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            line.reset();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        connect().close();
        host.accept().close();
    }

    @Test
    void refusesWhileItIsUnpluggedAndKeepsItsPort() throws IOException {
        line.unplug();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        line.plug();
        connect().close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), line.port());
    }
}
