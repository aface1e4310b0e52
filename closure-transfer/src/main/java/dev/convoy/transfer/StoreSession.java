package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.ProtocolException;
import dev.convoy.store.protocol.ServeClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A conversation with a store's server: one thread asks and waits for the answer. */
final class StoreSession implements AutoCloseable {
    /** It answers before it does anything, so that only a very busy host, or something else, is slower. */
    private static final Duration GREETING = Duration.ofMinutes(2);

    private final StoreServer server;
    private final Greeting greeting;

    /** @param after the time from the request for the server to its first word */
    record Greeting(ServeClient client, HostAbilities abilities, Duration after) {}

    private interface Beginning {
        ServeClient of(InputStream output, OutputStream input) throws IOException;
    }

    private StoreSession(StoreServer server, Greeting greeting) {
        this.server = server;
        this.greeting = greeting;
    }

    static StoreSession open(Machine machine, Command command) throws SessionEndedException, InterruptedException {
        return open(machine, command, GREETING);
    }

    static StoreSession open(Machine machine, Command command, Duration limit)
            throws SessionEndedException, InterruptedException {
        long begin = System.nanoTime();
        return over(StoreServer.start(machine, command), ServeClient::connect, limit, begin);
    }

    /** Has asked what {@link ServeClient#lockPaths} asks; the answer is the first to be read. */
    static StoreSession openLocking(Machine machine, Command command, Collection<StorePath> paths)
            throws SessionEndedException, InterruptedException {
        long begin = System.nanoTime();
        List<StorePath> asked = List.copyOf(paths);
        Beginning locking = (output, input) -> ServeClient.connectLocking(output, input, asked);
        return over(StoreServer.start(machine, command), locking, GREETING, begin);
    }

    /** None where the host takes no further command now. */
    static Optional<StoreSession> openIfRoom(Machine machine, Command command)
            throws SessionEndedException, InterruptedException {
        long begin = System.nanoTime();
        Optional<StoreServer> server = StoreServer.startIfRoom(machine, command);
        return server.isEmpty()
                ? Optional.empty()
                : Optional.of(over(server.get(), ServeClient::connect, GREETING, begin));
    }

    private static StoreSession over(StoreServer server, Beginning beginning, Duration limit, long begin)
            throws SessionEndedException, InterruptedException {
        try {
            return new StoreSession(server, greet(server, beginning, limit, begin));
        } catch (IOException e) {
            throw server.ended(e);
        } catch (InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    ServeClient client() {
        return greeting.client();
    }

    HostAbilities abilities() {
        return greeting.abilities();
    }

    /** How long the host took to its first word: two or three round trips, and the start of a process. */
    Duration distance() {
        return greeting.after();
    }

    /** For messages that were made elsewhere. */
    OutputStream input() {
        return server.input();
    }

    /** What became of the session, after {@code cause} showed that it is over; closes it. */
    SessionEndedException ended(IOException cause) throws InterruptedException {
        return server.ended(cause);
    }

    /** Ends the server; what it said besides its protocol. */
    List<String> lastWords() throws InterruptedException {
        return server.lastWords();
    }

    /** Lets the server end by itself, as it has answered all that it was asked. */
    void leave() {
        server.leave();
    }

    /** Ends the server. */
    @Override
    public void close() {
        server.close();
    }

    private static Greeting greet(StoreServer server, Beginning beginning, Duration limit, long begin)
            throws IOException, InterruptedException {
        FutureTask<Greeting> greeting = new FutureTask<>(() -> {
            var output = new AbilitiesReader(server.output());
            ServeClient client = beginning.of(output, server.input());
            return new Greeting(client, output.abilities(), Duration.ofNanos(System.nanoTime() - begin));
        });
        Thread.ofVirtual().name("greeting").start(greeting);
        try {
            return greeting.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProtocolException("nix-store --serve did not answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("greeting nix-store --serve", e.getCause());
        }
    }
}
