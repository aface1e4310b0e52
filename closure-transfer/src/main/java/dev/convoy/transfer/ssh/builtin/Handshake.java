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
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportImpl;
import net.schmizz.sshj.userauth.UserAuthImpl;

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
        Config config = Algorithms.configFor(host, hostKeys);
        var transport = new TransportImpl(config);
        transport.addHostKeyVerifier(hostKeys);
        try {
            exchangeKeys(wire, transport);
            var connection = new ConnectionImpl(transport, config.getKeepAliveProvider());
            var userAuth = new UserAuthImpl(transport);
            ServiceRequest.send(transport, userAuth, wire);
            new Login(userAuth, connection, host, offer).run();
            var carrier = new BuiltInCarrier(host, wire, connection, timers, settings.keepAlive());
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

    private void exchangeKeys(Wire wire, Transport transport) throws IOException {
        Duration most = host.connectTimeout().orElse(settings.connectTimeout()).multipliedBy(PATIENCE);
        ScheduledFuture<?> limit = timers.schedule(wire::cut, most.toMillis(), TimeUnit.MILLISECONDS);
        try {
            SystemThread.run("greet " + host.address(), () -> {
                transport.init(name(), host.port(), wire.input(), wire.output());
                transport.doKex();
            });
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
}
