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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * How fast bytes reach a host through one channel: the wire, the encryption on both ends, and the distance, but no store. It is
 * measured once, with few bytes, and only where those arrive at once with more. Then the fastest piece counts: what else the two
 * machines do can only make one slower, and a fast network that is taken for a slow one costs more than it takes to try again.
 */
final class LinkSpeed {
    /** What the host answers once it has it. */
    private static final int CHUNK = 128 << 10;

    /** Some that took nearly as long as the fastest met nothing but the wire. */
    private static final double ALIKE = 1.08;

    private static final int SOME = 2;
    /** Of pieces so short that machines take longer for them than wires, two are alike by chance, most often. */
    private static final int SOME_SHORT = 5;

    private static final Duration SHORT = Duration.ofMillis(16);
    /** For 256 KiB; what follows is sent as it is, whatever this machine compresses. */
    private static final Duration SHORTEST = Duration.ofMillis(3);
    /** Faster than 100 Mbit/s, and not far away. */
    private static final Duration AT_ONCE = Duration.ofMillis(12);
    /** Slower than 15 Mbit/s: there each chunk counts, and no machine is that busy. */
    private static final Duration LATE = Duration.ofMillis(70);

    /** From here on a round trip counts for more than what it carries. */
    private static final Duration FAR = Duration.ofMillis(30);
    /** Of a piece that takes longer than so many, one more or less says nothing. */
    private static final int WORTH_TAKING_OFF = 10;
    /** As far away as that networks begin slowly: the first piece takes several round trips. */
    private static final int MORE_IF_FAR = 2;
    /** What OpenSSH has under way at most. */
    private static final int WINDOW = 2 << 20;

    private static final Series FEW = new Series(1, 1, 4, AT_ONCE);
    private static final Series MANY = new Series(2, 3, 15, SHORTEST);
    /** Before the many, one of their pieces is not counted. */
    private static final int MOST_CHUNKS = FEW.chunks * FEW.most + MORE_IF_FAR + MANY.chunks * (1 + MANY.most);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SCRIPT = Packaged.text(LinkSpeed.class, "link-speed.sh");

    /**
     * Pieces of equal size, of which the fastest counts.
     *
     * @param fewest before those that are alike are believed
     * @param shortEnough for a piece after which no other is wanted
     */
    private record Series(int chunks, int fewest, int most, Duration shortEnough) {}

    private final LongSupplier nanoTime;
    private OptionalLong bytesPerSecond = OptionalLong.empty();
    private boolean isMeasured;

    LinkSpeed(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * In bytes a second; unknown where the host takes no further command, or does not answer.
     *
     * @throws SessionEndedException if the connection broke. What was measured until then counts: a link that breaks again and
     *     again would otherwise carry nothing but measurements
     */
    OptionalLong to(Machine machine) throws SessionEndedException, InterruptedException {
        if (!isMeasured) {
            try {
                measure(machine);
                isMeasured = true;
            } finally {
                isMeasured |= bytesPerSecond.isPresent();
            }
        }
        return bytesPerSecond;
    }

    private void measure(Machine machine) throws SessionEndedException, InterruptedException {
        Command command = Command.shell("convoy-link", SCRIPT, Integer.toString(CHUNK), Integer.toString(MOST_CHUNKS))
                .within(DEADLINE);
        try {
            Optional<Running> started = machine.startIfRoom(command);
            if (started.isPresent()) {
                try (Running running = started.get()) {
                    measure(running, new StderrTail(running.stderr()), machine.roundTrip());
                }
            }
        } catch (MachineException e) {
            throw SessionEndedException.notStarted(e);
        }
    }

    private void measure(Running running, StderrTail stderr, Duration roundTrip)
            throws SessionEndedException, InterruptedException {
        try {
            measure(running, roundTrip);
            running.leave();
        } catch (IOException e) {
            ExitStatus exit = running.waitFor();
            if (exit instanceof ExitStatus.Lost) {
                throw new SessionEndedException(exit, stderr.lines(), Optional.empty(), e);
            }
        }
    }

    private void measure(Running running, Duration roundTrip) throws IOException {
        var answers = new BufferedReader(new InputStreamReader(running.stdout(), StandardCharsets.US_ASCII));
        if (!"ready".equals(answers.readLine())) {
            throw new IOException("the host did not begin to measure");
        }
        long few = fastest(FEW, running, answers);
        if (few <= AT_ONCE.toNanos()) {
            // The first wakes the ciphers, and fills what networks let pass at once before they hold to a limit.
            time(MANY.chunks, running, answers);
            fastest(MANY, running, answers);
        } else if (roundTrip.compareTo(FAR) >= 0 && few < WORTH_TAKING_OFF * roundTrip.toNanos()) {
            takeOff(roundTrip.toNanos(), few, running, answers);
        }
    }

    /** A piece waits for a round trip, however fast the link is; what is sent later does not, as long as it fits the window. */
    private void takeOff(long roundTrip, long few, Running running, BufferedReader answers) throws IOException {
        long fastest = few;
        for (int more = 0; more < MORE_IF_FAR; more++) {
            fastest = Math.min(fastest, time(1, running, answers));
        }
        long onTheWire = Math.min(speed(CHUNK, fastest - roundTrip), speed(WINDOW, roundTrip));
        bytesPerSecond = OptionalLong.of(Math.max(speed(CHUNK, fastest), onTheWire));
    }

    /** Until it is known how fast a piece can be: that one was short enough, or came again, or that all are late. */
    private long fastest(Series series, Running running, BufferedReader answers) throws IOException {
        List<Long> times = new ArrayList<>();
        long fastest;
        do {
            times.add(time(series.chunks, running, answers));
            fastest = Collections.min(times);
            bytesPerSecond = OptionalLong.of(speed((long) series.chunks * CHUNK, fastest));
        } while (times.size() < series.most
                && fastest > series.shortEnough.toNanos()
                && fastest <= LATE.toNanos()
                && !(times.size() >= series.fewest && cameAgain(fastest, times)));
        return fastest;
    }

    private static boolean cameAgain(long fastest, List<Long> times) {
        return times.stream().filter(time -> time <= ALIKE * fastest).count()
                >= (fastest <= SHORT.toNanos() ? SOME_SHORT : SOME);
    }

    private long time(int chunks, Running running, BufferedReader answers) throws IOException {
        byte[] noise = new byte[chunks * CHUNK];
        new Random(chunks).nextBytes(noise); // not to be compressed by anything on the way
        long begin = nanoTime.getAsLong();
        OutputStream out = running.stdin();
        out.write(noise);
        out.flush();
        for (int chunk = 0; chunk < chunks; chunk++) {
            if (answers.readLine() == null) {
                throw new IOException("the host did not tell when it had the bytes");
            }
        }
        return nanoTime.getAsLong() - begin;
    }

    private static long speed(long bytes, long nanos) {
        return bytes * 1_000_000_000L / Math.max(1, nanos);
    }
}
