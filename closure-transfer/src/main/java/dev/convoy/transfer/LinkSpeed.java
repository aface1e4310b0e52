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
    private static final int KIB = 1 << 10;

    /** Some that took nearly as long as the fastest met nothing but the wire. */
    private static final double ALIKE = 1.08;

    private static final int SOME = 2;
    /** Of pieces so short that machines take longer for them than wires, two are alike by chance, most often. */
    private static final int SOME_SHORT = 5;

    private static final Duration SHORT = Duration.ofMillis(16);
    /** Faster than 100 Mbit/s, and not far away. */
    private static final Duration AT_ONCE = Duration.ofMillis(12);
    /** Faster than 400 Mbit/s: until that is answered machines take nearly as long as wires. */
    private static final Duration SOON = Duration.ofMillis(5);
    /** 2.8 Gbit/s, which is more than a machine compresses. */
    private static final Duration SHORTEST = Duration.ofMillis(3);
    /** Slower than 15 Mbit/s: there each piece counts, and no machine is that busy. */
    private static final Duration LATE = Duration.ofMillis(70);

    /** From here on a round trip counts for more than what it carries. */
    private static final Duration FAR = Duration.ofMillis(30);
    /** Of a piece that takes longer than so many, one more or less says nothing. */
    private static final int WORTH_TAKING_OFF = 10;
    /** As far away as that networks begin slowly: the first piece takes several round trips. */
    private static final int MORE_IF_FAR = 2;
    /** What OpenSSH has under way at most. */
    private static final int WINDOW = 2 << 20;

    private static final Series FEW = new Series(128 * KIB, 1, 4, AT_ONCE);
    private static final Series MORE = new Series(256 * KIB, 3, 15, SOON);
    private static final Series MANY = new Series(1024 * KIB, 3, 8, SHORTEST);

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String SCRIPT = Packaged.text(LinkSpeed.class, "link-speed.sh");

    /**
     * Pieces of equal size, each answered before the next one is sent, of which the fastest counts.
     *
     * @param bytes in each
     * @param fewest before those that are alike are believed
     * @param shortEnough for a piece after which no other is wanted
     */
    private record Series(int bytes, int fewest, int most, Duration shortEnough) {}

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
        Command command = Command.shell("convoy-link", SCRIPT).within(DEADLINE);
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
        var host = new Listener(running);
        long few = fastest(FEW, host);
        if (few <= AT_ONCE.toNanos()) {
            // The first wakes the ciphers, and fills what networks let pass at once before they hold to a limit.
            host.time(MORE.bytes);
            if (fastest(MORE, host) <= SOON.toNanos()) {
                fastest(MANY, host);
            }
        } else if (roundTrip.compareTo(FAR) >= 0 && few < WORTH_TAKING_OFF * roundTrip.toNanos()) {
            takeOff(roundTrip.toNanos(), few, host);
        }
    }

    /** A piece waits for a round trip, however fast the link is; what is sent later does not, as long as it fits the window. */
    private void takeOff(long roundTrip, long few, Listener host) throws IOException {
        long fastest = few;
        for (int more = 0; more < MORE_IF_FAR; more++) {
            fastest = Math.min(fastest, host.time(FEW.bytes));
        }
        long onTheWire = Math.min(speed(FEW.bytes, fastest - roundTrip), speed(WINDOW, roundTrip));
        bytesPerSecond = OptionalLong.of(Math.max(speed(FEW.bytes, fastest), onTheWire));
    }

    /** Until it is known how fast a piece can be: that one was short enough, or came again, or that all are late. */
    private long fastest(Series series, Listener host) throws IOException {
        List<Long> times = new ArrayList<>();
        long fastest;
        do {
            times.add(host.time(series.bytes));
            fastest = Collections.min(times);
            bytesPerSecond = OptionalLong.of(speed(series.bytes, fastest));
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

    private static long speed(long bytes, long nanos) {
        return bytes * 1_000_000_000L / Math.max(1, nanos);
    }

    /** The script on the host, which answers each piece. */
    private final class Listener {
        private final OutputStream out;
        private final BufferedReader answers;
        /** Not to be compressed by anything on the way. */
        private final byte[] noise = new byte[FEW.bytes];

        Listener(Running running) throws IOException {
            out = running.stdin();
            answers = new BufferedReader(new InputStreamReader(running.stdout(), StandardCharsets.US_ASCII));
            new Random(noise.length).nextBytes(noise);
            if (!"ready".equals(answers.readLine())) {
                throw new IOException("the host did not begin to measure");
            }
        }

        /** How long it takes until the host says that it has so many bytes. */
        long time(int bytes) throws IOException {
            byte[] size = (bytes + "\n").getBytes(StandardCharsets.US_ASCII);
            long begin = nanoTime.getAsLong();
            out.write(size);
            for (int sent = 0; sent < bytes; sent += noise.length) {
                out.write(noise);
            }
            out.flush();
            if (answers.readLine() == null) {
                throw new IOException("the host did not tell when it had the bytes");
            }
            return nanoTime.getAsLong() - begin;
        }
    }
}
