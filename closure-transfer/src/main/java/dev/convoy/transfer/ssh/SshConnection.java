package dev.convoy.transfer.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** One authenticated connection to one host, with as many channels as the host allows. */
final class SshConnection implements Closeable {
    /** How much a host may send ahead of its reader. */
    private static final int WINDOW = 4 << 20;

    /** sshj's own limit on waiting for answers, made so long that only {@link Liveness} decides. */
    private static final Duration ANSWER = Duration.ofHours(12);

    private final HostSettings settings;
    private final Wire wire;
    private final SSHClient client;
    private final ScheduledExecutorService timers;
    private final ChannelSlots slots = new ChannelSlots();
    private final ScheduledFuture<?> heartbeat;
    private volatile boolean asking;
    private volatile String lost = "";

    /** @param client that is logged in */
    SshConnection(
            HostSettings settings, Wire wire, SSHClient client, ScheduledExecutorService timers, Duration keepAlive) {
        this.settings = settings;
        this.wire = wire;
        this.client = client;
        this.timers = timers;
        client.getConnection().setTimeoutMs((int) ANSWER.toMillis());
        client.getConnection().setWindowSize(WINDOW);
        Duration interval = settings.serverAliveInterval().orElse(keepAlive);
        int intervals = settings.serverAliveInterval().isPresent() ? settings.serverAliveCountMax() + 1 : 3;
        var liveness = new Liveness(wire::heard, intervals, this::ask, () -> giveUp(interval.multipliedBy(intervals)));
        long tick = Math.max(1, interval.toMillis() / 2);
        client.getTransport().setDisconnectListener((_, message) -> lose(String.valueOf(message)));
        this.heartbeat = timers.scheduleAtFixedRate(liveness::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    HostSettings settings() {
        return settings;
    }

    boolean isAlive() {
        return lost.isEmpty() && client.isConnected() && client.isAuthenticated();
    }

    /** Why it is over, where we know better than the stream's own error. */
    String lost() {
        return lost;
    }

    ScheduledExecutorService timers() {
        return timers;
    }

    /** Whether the host was seen to refuse a second channel. */
    boolean allowsOne() {
        return slots.allowsOne();
    }

    /**
     * Runs a command line of the user's login shell. Waits where the host allows no further channel now, unless it allows but
     * one: what runs there may well not end before this command did.
     *
     * @throws IOException where the connection is gone, or no channel came free in time
     */
    ExecChannel exec(String line, ProcessNotice notice, Duration atMost) throws IOException, InterruptedException {
        while (true) {
            Duration patience = slots.allowsOne() ? Duration.ZERO : atMost;
            if (!slots.take(patience)) {
                throw new NoRoomException(patience);
            }
            var channel = new ExecChannel(client.getConnection(), notice);
            var _ = channel.gone().whenComplete((_, _) -> slots.release());
            try {
                channel.open();
                slots.opened();
                channel.exec(line);
                return channel;
            } catch (OpenFailException e) {
                channel.leaveSlot();
                if (!slots.refused()) {
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

    TunnelChannel tunnel(String host, int port) throws IOException {
        var tunnel = new TunnelChannel(client.getConnection(), host, port);
        tunnel.open();
        return tunnel;
    }

    @Override
    public void close() {
        heartbeat.cancel(false);
        lose("closed");
        // A goodbye, but not for longer than it takes: the peer may be gone.
        Thread goodbye =
                Thread.ofVirtual().name("goodbye " + settings.address()).start(this::disconnect);
        try {
            goodbye.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.cut();
    }

    private void disconnect() {
        try {
            client.disconnect();
        } catch (IOException e) {
            wire.cut();
        }
    }

    /** On a thread of its own: with a full send buffer even a question waits. */
    private void ask() {
        if (!asking) {
            asking = true;
            Thread.ofVirtual().name("keepalive " + settings.address()).start(() -> {
                try {
                    client.getConnection()
                            .sendGlobalRequest("keepalive@openssh.com", true, new byte[0])
                            .tryRetrieve(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
                } catch (IOException answered) {
                    // OpenSSH answers with a refusal, which is a sign of life all the same.
                } finally {
                    asking = false;
                }
            });
        }
    }

    private void giveUp(Duration silence) {
        lose("no sign of life for " + silence.toSeconds() + " s");
        heartbeat.cancel(false);
        wire.cut();
    }

    /** The first reason is the true one; what follows from it is noise. */
    private synchronized void lose(String why) {
        if (lost.isEmpty()) {
            lost = SafeText.oneLine(why);
        }
    }
}
