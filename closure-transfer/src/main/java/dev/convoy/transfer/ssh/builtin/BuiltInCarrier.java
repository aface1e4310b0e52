package dev.convoy.transfer.ssh.builtin;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.connection.Carrier;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.Connection;

/** sshj over a byte stream of ours, which is watched for silence. */
final class BuiltInCarrier implements Carrier {
    private final HostSettings host;
    private final Wire wire;
    private final Connection connection;
    private final ScheduledFuture<?> heartbeat;
    private volatile boolean asking;
    private volatile Consumer<String> told = _ -> {};

    /** @param connection that is logged in */
    BuiltInCarrier(
            HostSettings host, Wire wire, Connection connection, ScheduledExecutorService timers, Duration keepAlive) {
        this.host = host;
        this.wire = wire;
        this.connection = connection;
        Duration interval = host.serverAliveInterval().orElse(keepAlive);
        int intervals = host.silentIntervals();
        var liveness = new Liveness(wire::heard, intervals, this::ask, () -> giveUp(interval.multipliedBy(intervals)));
        long tick = Math.max(1, interval.toMillis() / 2);
        connection.getTransport().setDisconnectListener((_, message) -> told.accept(String.valueOf(message)));
        this.heartbeat = timers.scheduleAtFixedRate(liveness::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public boolean isUp() {
        return connection.getTransport().isRunning();
    }

    @Override
    public void whenLost(Consumer<String> listener) {
        told = listener;
    }

    @Override
    public void close() {
        heartbeat.cancel(false);
        Thread goodbye =
                Thread.ofVirtual().name("goodbye " + host.address()).start(connection.getTransport()::disconnect);
        try {
            goodbye.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wire.cut();
    }

    /** On a thread of its own: with a full send buffer even a question waits. */
    private void ask() {
        if (!asking) {
            asking = true;
            Thread.ofVirtual().name("keepalive " + host.address()).start(() -> {
                try {
                    connection
                            .sendGlobalRequest("keepalive@openssh.com", true, new byte[0])
                            .tryRetrieve(SshConnection.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
                } catch (IOException answered) {
                    // OpenSSH answers with a refusal, which is a sign of life all the same.
                } finally {
                    asking = false;
                }
            });
        }
    }

    private void giveUp(Duration silence) {
        told.accept(SshConnection.silent(silence));
        heartbeat.cancel(false);
        wire.cut();
    }
}
