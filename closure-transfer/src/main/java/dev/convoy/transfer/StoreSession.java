package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.store.protocol.ProtocolException;
import dev.convoy.store.protocol.ServeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@code nix-store --serve} and the client that talks to it. */
final class StoreSession implements AutoCloseable {
    /** A server whose output ended has all but ended itself. */
    static final Duration LAST_BREATH = Duration.ofSeconds(10);

    /** It answers before it does anything, so that only a very busy host, or something else, is slower. */
    private static final Duration GREETING = Duration.ofMinutes(2);

    private final Running running;
    private final StderrTail stderr;
    private final ServeClient client;

    private StoreSession(Running running, StderrTail stderr, ServeClient client) {
        this.running = running;
        this.stderr = stderr;
        this.client = client;
    }

    static StoreSession open(Machine machine, Command command) throws SessionEndedException, InterruptedException {
        return open(machine, command, GREETING);
    }

    static StoreSession open(Machine machine, Command command, Duration greeting)
            throws SessionEndedException, InterruptedException {
        Running running = start(machine, command);
        StderrTail stderr = new StderrTail(running.stderr());
        try {
            return new StoreSession(running, stderr, greet(running, greeting));
        } catch (IOException e) {
            throw ended(running, stderr, e);
        } catch (InterruptedException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    ServeClient client() {
        return client;
    }

    /** What became of the session, after {@code cause} showed that it is over; closes it. */
    SessionEndedException ended(IOException cause) throws InterruptedException {
        return ended(running, stderr, cause);
    }

    /** Ends the server. What it has acknowledged stays; its input is not closed first, as that waits where it does not read. */
    @Override
    public void close() {
        running.close();
    }

    private static Running start(Machine machine, Command command) throws SessionEndedException {
        try {
            return machine.start(command);
        } catch (MachineException e) {
            throw SessionEndedException.notStarted(e);
        }
    }

    private static ServeClient greet(Running running, Duration limit) throws IOException, InterruptedException {
        FutureTask<ServeClient> greeting =
                new FutureTask<>(() -> ServeClient.connect(running.stdout(), running.stdin()));
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

    private static SessionEndedException ended(Running running, StderrTail stderr, IOException cause)
            throws InterruptedException {
        try (running) {
            if (cause instanceof ProtocolException) {
                running.close(); // who speaks something else may go on to speak
            }
            Optional<ExitStatus> exit = exitWithin(running, LAST_BREATH);
            if (exit.isPresent()) {
                // Its last words may still be on their way; closing would cut them off.
                stderr.awaitEnd();
            }
            running.close();
            return new SessionEndedException(
                    exit.orElseGet(() -> new ExitStatus.Lost("no exit status came")),
                    stderr.lines(),
                    Optional.empty(),
                    cause);
        }
    }

    private static Optional<ExitStatus> exitWithin(Running running, Duration limit) throws InterruptedException {
        FutureTask<ExitStatus> exit = new FutureTask<>(running::waitFor);
        Thread.ofVirtual().name("exit status").start(exit);
        try {
            return Optional.of(exit.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }
}
