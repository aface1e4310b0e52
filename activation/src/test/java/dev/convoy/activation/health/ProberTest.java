package dev.convoy.activation.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProberTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Machine here = new LocalMachine();
    private final Prober prober = new Prober(new Nowhere(), here);
    private HttpServer server;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/healthz", exchange -> answer(exchange, 200, "all is well"));
        server.createContext("/broken", exchange -> answer(exchange, 500, "no \u001b[31mdatabase"));
        server.start();
    }

    @AfterEach
    void noServer() {
        server.stop(0);
        here.close();
    }

    @Test
    void httpWantsAStatusAndABody() throws InterruptedException {
        assertThat(http("/healthz", 200, Optional.of("is well$"))).isEqualTo(new Result.Pass());
        assertThat(http("/healthz", 200, Optional.of("database")))
                .isEqualTo(new Result.Fail("the body has no database", List.of("all is well")));
        assertThat(http("/broken", 200, Optional.empty()))
                .isEqualTo(new Result.Fail("status 500, not 200", List.of("no database")));
    }

    @Test
    void nobodyWhoListensIsAFailure() throws IOException, InterruptedException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            assertThat(prober.probe(new Probe.Tcp("127.0.0.1", port), TIMEOUT)).isEqualTo(new Result.Pass());
        }
        assertThat(prober.probe(new Probe.Tcp("127.0.0.1", port), TIMEOUT)).matches(Result::isFailure);
        var http = new Probe.Http(URI.create("http://127.0.0.1:" + port), 200, Optional.empty());
        assertThat(prober.probe(http, TIMEOUT)).matches(Result::isFailure);
    }

    @Test
    void commandsHereSayItWithTheirExitStatus() throws InterruptedException {
        assertThat(here("test \"$CONVOY_HOST\" = web1")).isEqualTo(new Result.Pass());
        assertThat(here("echo ill >&2; exit 3")).isEqualTo(new Result.Fail("exit status 3", List.of("ill")));
        assertThat(here("no-such-program-anywhere")).isInstanceOf(Result.CouldNotTell.class);
    }

    @Test
    void aHostThatCannotBeAskedIsNotCalledIll() throws InterruptedException {
        assertThat(prober.probe(new Probe.OnHost("true"), TIMEOUT))
                .isEqualTo(new Result.CouldNotTell("the host could not be asked: no connection"));
        assertThat(prober.probe(new Probe.ActiveUnits(List.of("a.service")), TIMEOUT))
                .isInstanceOf(Result.CouldNotTell.class);
    }

    private Result http(String path, int status, Optional<String> body) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return prober.probe(new Probe.Http(uri, status, body.map(Pattern::compile)), TIMEOUT);
    }

    private Result here(String script) throws InterruptedException {
        return prober.probe(new Probe.Here(script, Map.of("CONVOY_HOST", "web1")), TIMEOUT);
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Nowhere() implements Link {
        @Override
        public String name() {
            return "web1";
        }

        @Override
        public Machine machine() {
            throw new IllegalStateException("no connection");
        }

        @Override
        public Machine reconnect() {
            return machine();
        }

        @Override
        public void close() {}
    }
}
