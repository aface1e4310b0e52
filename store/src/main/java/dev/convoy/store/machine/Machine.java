package dev.convoy.store.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A computer that can run commands: this one, or one behind SSH. Safe for use by many threads; commands run side by side.
 */
public interface Machine extends AutoCloseable {
    /** What messages call this machine. */
    String name();

    /**
     * Starts a command and returns at once.
     *
     * @throws MachineException if it could not be started
     */
    Running start(Command command);

    /** As {@link #start}; empty where the machine takes no further command now, and one would have to wait for another's end. */
    default Optional<Running> startIfRoom(Command command) {
        return Optional.of(start(command));
    }

    /** How long a question to it and the answer are under way, as far as was seen until now; zero where nothing was. */
    default Duration roundTrip() {
        return Duration.ZERO;
    }

    /** Ends the connection, and with it every command that still runs. */
    @Override
    void close();

    /** Runs a command to its end with empty standard input. */
    default Finished run(Command command) throws InterruptedException {
        return run(command, "");
    }

    /** Runs a command to its end; {@code input} (UTF-8) is its standard input. Both outputs are drained and capped. */
    default Finished run(Command command, String input) throws InterruptedException {
        try (Running running = start(command)) {
            return Finished.drain(running, input.getBytes(StandardCharsets.UTF_8));
        } catch (MachineException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw e;
        }
    }
}
