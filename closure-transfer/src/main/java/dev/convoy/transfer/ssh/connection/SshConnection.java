package dev.convoy.transfer.ssh.connection;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SafeText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** One authenticated connection to one host, with as many channels as the host allows. */
public final class SshConnection implements Closeable {
    /** How much a host may send ahead of its reader. */
    private static final int WINDOW = 4 << 20;

    /** sshj's own limit on waiting for answers, made so long that only {@code Liveness} decides. */
    public static final Duration ANSWER = Duration.ofHours(12);

    /** How long a host is given, time after time, to have done with a command that has ended. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofMillis(180));

    private final HostSettings settings;
    private final Carrier carrier;
    private final ScheduledExecutorService timers;
    private final ChannelSlots slots = new ChannelSlots();
    private final SpareChannel spare;
    /** Once the first command has asked for its channel. */
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private volatile String lost = "";

    public SshConnection(HostSettings settings, Carrier carrier, ScheduledExecutorService timers) {
        this.settings = settings;
        this.carrier = carrier;
        this.timers = timers;
        carrier.connection().setTimeoutMs((int) ANSWER.toMillis());
        carrier.connection().setWindowSize(WINDOW);
        carrier.whenLost(this::lose);
        this.spare = new SpareChannel(carrier.connection(), slots);
    }

    /** What a connection is lost of that a host has left without a word. */
    public static String silent(Duration silence) {
        return "no sign of life for " + silence.toSeconds() + " s";
    }

    public HostSettings settings() {
        return settings;
    }

    public boolean isAlive() {
        return lost.isEmpty() && carrier.isUp();
    }

    /** Why it is over, where we know better than the stream's own error. */
    public String lost() {
        return lost;
    }

    public ScheduledExecutorService timers() {
        return timers;
    }

    /** As far as was seen until now; zero before that. */
    public Duration roundTrip() {
        return slots.roundTrip();
    }

    /** Whether the host was seen to refuse a second channel. */
    public boolean allowsOne() {
        return slots.allowsOne();
    }

    /**
     * Runs a command line of the user's login shell. Waits where the host allows no further channel now, unless it allows but
     * one: what runs there may well not end before this command did. For one that has ended it waits in any case.
     *
     * @throws IOException where the connection is gone, or no channel came free in time
     */
    public ExecChannel exec(String line, ProcessNotice notice, Duration atMost)
            throws IOException, InterruptedException {
        Optional<ExecChannel> ready = spare.take();
        return exec(ready.isPresent() ? ready.get() : open(atMost), line, notice);
    }

    private ExecChannel exec(ExecChannel channel, String line, ProcessNotice notice)
            throws IOException, InterruptedException {
        spare.prepare();
        try {
            channel.exec(line, notice);
            return channel;
        } catch (InterruptedException e) {
            spare.keep(channel);
            throw e;
        } catch (IOException | RuntimeException e) {
            channel.leaveSlot();
            throw e;
        }
    }

    /**
     * As {@link #exec}, on the channel that was asked for behind that of the first command; none where the host does not give
     * it. Waits for that command.
     */
    public Optional<ExecChannel> execBeside(String line, ProcessNotice notice)
            throws IOException, InterruptedException {
        try {
            begun.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        Optional<ExecChannel> ready = spare.take();
        return ready.isEmpty() ? ready : Optional.of(exec(ready.get(), line, notice));
    }

    private ExecChannel open(Duration atMost) throws IOException, InterruptedException {
        int refusals = 0;
        while (true) {
            Duration patience = slots.allowsOne() ? Duration.ZERO : atMost;
            if (!slots.take(patience)) {
                throw new NoRoomException(patience);
            }
            int others = slots.others();
            var channel = new ExecChannel(carrier.connection(), slots);
            try {
                channel.request();
                spare.prepare(); // in the same round trip
                begun.complete(null);
                spare.awaitOpen(channel);
                return channel;
            } catch (OpenFailException e) {
                channel.leaveSlot();
                if (refusals < PAUSES.size() && slots.isOneLeaving()) {
                    Thread.sleep(PAUSES.get(refusals++));
                    continue;
                }
                if (!slots.refused(others)) {
                    throw e;
                }
                if (slots.allowsOne()) {
                    throw new NoRoomException(Duration.ZERO);
                }
            } catch (IOException | RuntimeException e) {
                channel.leaveSlot();
                throw e;
            }
        }
    }

    public TunnelChannel tunnel(String host, int port) throws IOException {
        var tunnel = new TunnelChannel(carrier.connection(), host, port);
        tunnel.open();
        return tunnel;
    }

    /** Where OpenSSH's client can be told to open a tunnel through this connection, if it is one of its own. */
    public Optional<Path> controlPath() {
        return carrier.controlPath();
    }

    @Override
    public void close() {
        lose("closed");
        carrier.close();
    }

    /** The first reason is the true one; what follows from it is noise. */
    private synchronized void lose(String why) {
        begun.complete(null); // nobody waits any more
        if (lost.isEmpty()) {
            lost = SafeText.oneLine(why);
        }
    }
}
