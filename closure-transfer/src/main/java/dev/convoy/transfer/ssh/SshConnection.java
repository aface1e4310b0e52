package dev.convoy.transfer.ssh;

import dev.convoy.transfer.TransferException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** One authenticated connection to one host, with as many channels as the host allows. */
final class SshConnection implements Closeable {
    /** From the first byte to the end of the key exchange; generous, because a small host under load needs seconds. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

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

    private SshConnection(
            HostSettings settings, Wire wire, SSHClient client, ScheduledExecutorService timers, Duration keepAlive) {
        this.settings = settings;
        this.wire = wire;
        this.client = client;
        this.timers = timers;
        Duration interval = settings.serverAliveInterval().orElse(keepAlive);
        int intervals = settings.serverAliveInterval().isPresent() ? settings.serverAliveCountMax() + 1 : 3;
        var liveness = new Liveness(wire::heard, intervals, this::ask, () -> giveUp(interval.multipliedBy(intervals)));
        long tick = Math.max(1, interval.toMillis() / 2);
        this.heartbeat = timers.scheduleAtFixedRate(liveness::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    /**
     * Shakes hands and logs in.
     *
     * @throws TransferException where the host's key or our keys are not accepted
     * @throws IOException where the connection fails
     */
    static SshConnection over(
            Wire wire,
            HostSettings settings,
            HostKeyPolicy hostKeys,
            Keyring keyring,
            SshSettings ours,
            ScheduledExecutorService timers)
            throws IOException {
        SSHClient client = new NamedClient(Algorithms.configFor(settings, hostKeys), settings.certificateName());
        client.addHostKeyVerifier(hostKeys);
        client.setSocketFactory(new Ready(wire));
        try {
            handshake(wire, client, settings, hostKeys, timers);
            new Login(client, settings, keyring.offerFor(settings)).run();
            client.getConnection().setTimeoutMs((int) ANSWER.toMillis());
            client.getConnection().setWindowSize(WINDOW);
            return new SshConnection(settings, wire, client, timers, ours.keepAlive());
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private static void handshake(
            Wire wire, SSHClient client, HostSettings settings, HostKeyPolicy hostKeys, ScheduledExecutorService timers)
            throws IOException {
        ScheduledFuture<?> limit = timers.schedule(() -> cut(wire), HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            client.connect(settings.hostname(), settings.port());
        } catch (IOException e) {
            if (hostKeys.refusal().isPresent()) {
                throw new TransferException(hostKeys.refusal().get());
            }
            String message = String.valueOf(e.getMessage());
            if (message.contains("certificate check failed")) {
                throw new TransferException(HostKeyFailures.badCertificate(settings, message));
            }
            throw wire.isClosed()
                    ? new IOException("no SSH handshake within " + HANDSHAKE.toSeconds() + " s of connecting", e)
                    : e;
        } finally {
            limit.cancel(false);
        }
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

    /**
     * Runs a command line of the user's login shell. Waits where the host allows no further channel now.
     *
     * @throws IOException where the connection is gone, or no channel came free in time
     */
    ExecChannel exec(String line, Duration atMost) throws IOException, InterruptedException {
        while (true) {
            if (!slots.take(atMost)) {
                throw new IOException("the host allows no further command now, and none of ours ended within "
                        + atMost.toSeconds() + " s");
            }
            var channel = new ExecChannel(client.getConnection());
            var _ = channel.gone().whenComplete((_, _) -> slots.release());
            try {
                channel.open();
                channel.exec(line);
                return channel;
            } catch (OpenFailException e) {
                if (!slots.refused()) {
                    throw e;
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
        if (lost.isEmpty()) {
            lost = "closed";
        }
        // A goodbye, but not for longer than it takes: the peer may be gone.
        Thread goodbye =
                Thread.ofVirtual().name("goodbye " + settings.address()).start(this::disconnect);
        try {
            goodbye.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut(wire);
    }

    private void disconnect() {
        try {
            client.disconnect();
        } catch (IOException e) {
            cut(wire);
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
        lost = "no sign of life for " + silence.toSeconds() + " s";
        heartbeat.cancel(false);
        cut(wire);
    }

    private static void cut(Wire wire) {
        try {
            wire.close();
        } catch (IOException e) {
            return;
        }
    }

    /** Hands sshj the stream that is open already. */
    private static final class Ready extends SocketFactory {
        private final Wire wire;

        Ready(Wire wire) {
            this.wire = wire;
        }

        @Override
        public java.net.Socket createSocket() {
            return wire;
        }

        @Override
        public java.net.Socket createSocket(String host, int port) {
            return wire;
        }

        @Override
        public java.net.Socket createSocket(String host, int port, java.net.InetAddress local, int localPort) {
            return wire;
        }

        @Override
        public java.net.Socket createSocket(java.net.InetAddress host, int port) {
            return wire;
        }

        @Override
        public java.net.Socket createSocket(
                java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) {
            return wire;
        }
    }

    /** sshj checks host certificates against the name that it is told here. */
    private static final class NamedClient extends SSHClient {
        private final String name;

        NamedClient(Config config, String name) {
            super(config);
            this.name = name;
        }

        @Override
        public String getRemoteHostname() {
            return name;
        }
    }
}
