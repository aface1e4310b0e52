package dev.convoy.transfer.ssh.builtin;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.connection.SshConnection;
import dev.convoy.transfer.ssh.hostkey.HostKeyFailures;
import dev.convoy.transfer.ssh.hostkey.HostKeyPolicy;
import dev.convoy.transfer.ssh.login.Keyring;
import dev.convoy.transfer.ssh.login.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;

/** Makes a connection of a byte stream: versions, keys, the host's proof of who it is, and ours. */
public record Handshake(
        HostSettings host,
        HostKeyPolicy hostKeys,
        Keyring.Offer offer,
        SshSettings settings,
        ScheduledExecutorService timers) {
    /** Connect timeouts until the key exchange is done; generous, because a small host under load needs seconds for it. */
    private static final int PATIENCE = 3;

    /**
     * @throws TransferException where the host's key or our keys are not accepted
     * @throws IOException where the connection fails
     */
    public SshConnection over(Wire wire) throws IOException {
        SSHClient client = new NamedClient(Algorithms.configFor(host, hostKeys), name());
        client.addHostKeyVerifier(hostKeys);
        client.setSocketFactory(new Ready(wire));
        try {
            exchangeKeys(wire, client);
            new Login(client, host, offer).run();
            var carrier = new BuiltInCarrier(host, wire, client, timers, settings.keepAlive());
            return new SshConnection(host, carrier, timers);
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /**
     * The name that sshj checks certificates against. It also looks it up, to name a thread; where no certificate can be
     * offered, brackets keep Java from that, as what is in them must be an address.
     */
    private String name() {
        return hostKeys.takesCertificates() ? host.certificateName() : "[" + host.certificateName() + "]";
    }

    private void exchangeKeys(Wire wire, SSHClient client) throws IOException {
        Duration most = host.connectTimeout().orElse(settings.connectTimeout()).multipliedBy(PATIENCE);
        ScheduledFuture<?> limit = timers.schedule(wire::cut, most.toMillis(), TimeUnit.MILLISECONDS);
        try {
            SystemThread.run("greet " + host.address(), () -> client.connect(host.hostname(), host.port()));
        } catch (IOException e) {
            if (hostKeys.refusal().isPresent()) {
                throw new TransferException(hostKeys.refusal().get());
            }
            String message = String.valueOf(e.getMessage());
            if (message.contains("certificate check failed")) {
                throw new TransferException(HostKeyFailures.badCertificate(host, message));
            }
            throw wire.isCut()
                    ? new IOException("no SSH handshake within " + most.toSeconds() + " s of connecting", e)
                    : e;
        } finally {
            limit.cancel(false);
        }
    }

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

    /** Hands sshj the stream that is open already. */
    private static final class Ready extends SocketFactory {
        private final Wire wire;

        Ready(Wire wire) {
            this.wire = wire;
        }

        @Override
        public Socket createSocket() {
            return wire;
        }

        @Override
        public Socket createSocket(String host, int port) {
            return wire;
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            return wire;
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return wire;
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            return wire;
        }
    }
}
