package dev.convoy.transfer.ssh.system;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.connection.Carrier;
import dev.convoy.transfer.ssh.connection.SharedSocket;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.Connection;

/** OpenSSH's client, which encrypts, and asks a host that is silent for a sign of life. */
final class SystemCarrier implements Carrier {
    /** For the client's last words, once its socket is closed. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final HostSettings host;
    private final SshSettings settings;
    private final ControlMaster master;
    private final MuxTransport transport;
    private volatile Consumer<String> told = _ -> {};

    /** @param master that is logged in */
    SystemCarrier(HostSettings host, SshSettings settings, ControlMaster master) throws IOException {
        this.host = host;
        this.settings = settings;
        this.master = master;
        var socket = SharedSocket.over(SocketChannel.open(UnixDomainSocketAddress.of(master.socket())));
        try {
            this.transport = new MuxTransport(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        transport.start(host.address(), this::over);
    }

    @Override
    public Connection connection() {
        return transport.connection();
    }

    @Override
    public boolean isUp() {
        return transport.isRunning();
    }

    @Override
    public void whenLost(Consumer<String> listener) {
        told = listener;
    }

    @Override
    public Optional<Path> controlPath() {
        return Optional.of(master.socket());
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException alreadyGone) {
            // What is left is the client.
        } finally {
            master.close();
        }
    }

    private String over(IOException end) {
        ClientLog log = master.log(LAST_WORDS);
        String words = log.lastWords();
        String why = log.line("Timeout, server").isPresent()
                ? SshConnection.silent(
                        host.serverAliveInterval().orElse(settings.keepAlive()).multipliedBy(host.silentIntervals()))
                : words.isEmpty() ? "OpenSSH's client: " + end.getMessage() : words;
        told.accept(why);
        return why;
    }
}
