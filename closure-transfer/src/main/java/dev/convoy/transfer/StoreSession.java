package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Running;
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
import java.util.Set;
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

    private record Greeting(ServeClient client, HostAbilities abilities) {}

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
        return begin(machine, command).greet(limit);
    }

    /** None where the host takes no further command now. */
    static Optional<StoreSession> openIfRoom(Machine machine, Command command)
            throws SessionEndedException, InterruptedException {
        Optional<StoreServer> server = StoreServer.startIfRoom(machine, command);
        return server.isEmpty() ? Optional.empty() : Optional.of(new Opening(server.get()).greet(GREETING));
    }

    static Opening begin(Machine machine, Command command) throws SessionEndedException {
        return new Opening(StoreServer.start(machine, command));
    }

    /** Begins with a server that was started elsewhere. */
    static Opening begun(Running running) {
        return new Opening(new StoreServer(running));
    }

    /** A server that was asked for, and has not answered yet. */
    static final class Opening {
        private final StoreServer server;
        private final AbilitiesReader output;
        private Optional<Question> question = Optional.empty();

        private record Question(Set<StorePath> paths, FutureTask<Greeting> greeting) {}

        private Opening(StoreServer server) {
            this.server = server;
            this.output = new AbilitiesReader(server.output());
        }

        /** Asks what {@link ServeClient#lockPaths} asks, as soon as the server listens. Returns at once. */
        void ask(Collection<StorePath> paths) {
            Set<StorePath> asked = Set.copyOf(paths);
            question = Optional.of(
                    new Question(asked, greeting((from, to) -> ServeClient.connectLocking(from, to, asked))));
        }

        boolean hasAskedForOthers(Set<StorePath> paths) {
            return question.isPresent() && !question.get().paths().equals(paths);
        }

        /** Has asked what {@link ServeClient#lockPaths} asks, now or before; the answer is the first to be read. */
        StoreSession askLocking(Set<StorePath> paths) throws SessionEndedException, InterruptedException {
            if (question.isEmpty()) {
                ask(paths);
            }
            return session(question.orElseThrow().greeting(), GREETING);
        }

        /** Whether the server is known to have ended. */
        boolean isOver() {
            return server.hasEnded();
        }

        /** Lets the server end by itself: nobody wants its answer. */
        void leave() {
            server.leave();
        }

        private StoreSession greet(Duration limit) throws SessionEndedException, InterruptedException {
            return session(greeting(ServeClient::connect), limit);
        }

        private FutureTask<Greeting> greeting(Beginning beginning) {
            FutureTask<Greeting> greeting = new FutureTask<>(() -> {
                ServeClient client = beginning.of(output, server.input());
                return new Greeting(client, output.abilities());
            });
            Thread.ofVirtual().name("greeting").start(greeting);
            return greeting;
        }

        private StoreSession session(FutureTask<Greeting> greeting, Duration limit)
                throws SessionEndedException, InterruptedException {
            try {
                return new StoreSession(server, await(greeting, limit));
            } catch (IOException e) {
                throw server.ended(e);
            } catch (InterruptedException | RuntimeException e) {
                server.close();
                throw e;
            }
        }

        private static Greeting await(FutureTask<Greeting> greeting, Duration limit)
                throws IOException, InterruptedException {
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

    ServeClient client() {
        return greeting.client();
    }

    HostAbilities abilities() {
        return greeting.abilities();
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

    /** Whether the server is known to have ended. */
    boolean isOver() {
        return server.hasEnded();
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
}
