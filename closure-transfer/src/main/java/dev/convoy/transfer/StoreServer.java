package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.store.protocol.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@code nix-store --serve}, and what it says besides its protocol. */
final class StoreServer implements AutoCloseable {
    /** A server whose output ended has all but ended itself. */
    static final Duration LAST_BREATH = Duration.ofSeconds(10);
    /** One that was told to end has had its time. */
    private static final Duration AFTER_CLOSE = Duration.ofSeconds(1);

    private final Running running;
    private final StderrTail stderr;
    private volatile boolean isClosed;

    StoreServer(Running running) {
        this.running = running;
        this.stderr = new StderrTail(running.stderr());
    }

    static StoreServer start(Machine machine, Command command) throws SessionEndedException {
        try {
            return new StoreServer(machine.start(command));
        } catch (MachineException e) {
            throw SessionEndedException.notStarted(e);
        }
    }

    /** None where the host takes no further command now. */
    static Optional<StoreServer> startIfRoom(Machine machine, Command command) throws SessionEndedException {
        try {
            return machine.startIfRoom(command).map(StoreServer::new);
        } catch (MachineException e) {
            throw SessionEndedException.notStarted(e);
        }
    }

    /** Buffered or not. */
    OutputStream input() {
        return running.stdin();
    }

    InputStream output() {
        return running.stdout();
    }

    /** What became of it, after {@code cause} showed that it is over; closes it. */
    SessionEndedException ended(IOException cause) throws InterruptedException {
        try (running) {
            if (cause instanceof ProtocolException) {
                running.close(); // who speaks something else may go on to speak
            }
            Optional<ExitStatus> exit = exitWithin(isClosed ? AFTER_CLOSE : LAST_BREATH);
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

    /** Closes it; the last lines of what it said, fit to be shown. */
    List<String> lastWords() throws InterruptedException {
        running.close();
        return stderr.lines();
    }

    /** Whether it is known to have ended. */
    boolean hasEnded() {
        return running.hasEnded();
    }

    /** Lets it end by itself, as it has nothing more to do. */
    void leave() {
        isClosed = true;
        running.leave();
    }

    /** What it has acknowledged stays; its input is not closed first, as that waits where it does not read. */
    @Override
    public void close() {
        isClosed = true;
        running.close();
    }

    private Optional<ExitStatus> exitWithin(Duration limit) throws InterruptedException {
        FutureTask<ExitStatus> exit = new FutureTask<>(running::waitFor);
        Thread.ofVirtual().name("exit status").start(exit);
        try {
            return Optional.of(exit.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }
}
