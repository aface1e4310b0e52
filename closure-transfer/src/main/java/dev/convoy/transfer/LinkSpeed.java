package dev.convoy.transfer;

import dev.convoy.store.Packaged;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Measures how fast bytes reach a host through one channel: the wire, the encryption on both ends, and the distance, but no
 * store. First with few bytes, and only where those arrive at once with enough to tell a fast network from a very fast one.
 */
final class LinkSpeed {
    private static final int FEW = 128 << 10;
    private static final int MANY = 1 << 20;
    /** Faster than 100 Mbit/s, and not far away. */
    private static final Duration AT_ONCE = Duration.ofMillis(12);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SCRIPT = Packaged.text(LinkSpeed.class, "link-speed.sh");

    private LinkSpeed() {}

    /**
     * In bytes a second; unknown where the host takes no further command, or does not answer.
     *
     * @throws SessionEndedException if the connection broke
     */
    static OptionalLong measure(Machine machine, LongSupplier nanoTime)
            throws SessionEndedException, InterruptedException {
        Command command = Command.shell("convoy-link", SCRIPT, Integer.toString(FEW), Integer.toString(MANY))
                .within(DEADLINE);
        try {
            Optional<Running> started = machine.startIfRoom(command);
            if (started.isEmpty()) {
                return OptionalLong.empty();
            }
            try (Running running = started.get()) {
                var stderr = new StderrTail(running.stderr());
                return measure(running, stderr, nanoTime);
            }
        } catch (MachineException e) {
            throw SessionEndedException.notStarted(e);
        }
    }

    private static OptionalLong measure(Running running, StderrTail stderr, LongSupplier nanoTime)
            throws SessionEndedException, InterruptedException {
        try {
            return measure(running, nanoTime);
        } catch (IOException e) {
            ExitStatus exit = running.waitFor();
            if (exit instanceof ExitStatus.Lost) {
                throw new SessionEndedException(exit, stderr.lines(), Optional.empty(), e);
            }
            return OptionalLong.empty();
        }
    }

    private static OptionalLong measure(Running running, LongSupplier nanoTime) throws IOException {
        var answers = new BufferedReader(new InputStreamReader(running.stdout(), StandardCharsets.US_ASCII));
        if (!"ready".equals(answers.readLine())) {
            throw new IOException("the host did not begin to measure");
        }
        long few = time(FEW, running.stdin(), answers, nanoTime);
        return OptionalLong.of(
                few > AT_ONCE.toNanos()
                        ? speed(FEW, few)
                        : speed(MANY, time(MANY, running.stdin(), answers, nanoTime)));
    }

    private static long time(int bytes, OutputStream out, BufferedReader answers, LongSupplier nanoTime)
            throws IOException {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise); // not to be compressed by anything on the way
        long begin = nanoTime.getAsLong();
        out.write(noise);
        out.flush();
        if (answers.readLine() == null) {
            throw new IOException("the host did not tell when it had the bytes");
        }
        return nanoTime.getAsLong() - begin;
    }

    private static long speed(long bytes, long nanos) {
        return bytes * 1_000_000_000L / Math.max(1, nanos);
    }
}
