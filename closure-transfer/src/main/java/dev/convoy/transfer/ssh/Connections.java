package dev.convoy.transfer.ssh;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.ssh.builtin.Dialer;
import dev.convoy.transfer.ssh.builtin.Handshake;
import dev.convoy.transfer.ssh.builtin.Wire;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.JumpList;
import dev.convoy.transfer.ssh.config.OpenSshConfig;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.config.SshTransport;
import dev.convoy.transfer.ssh.connection.ConnectFailures;
import dev.convoy.transfer.ssh.connection.SshConnection;
import dev.convoy.transfer.ssh.hostkey.HostIdentity;
import dev.convoy.transfer.ssh.hostkey.HostKeyFailures;
import dev.convoy.transfer.ssh.hostkey.HostKeyPolicy;
import dev.convoy.transfer.ssh.login.Keyring;
import dev.convoy.transfer.ssh.system.SystemSsh;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** Opens connections to hosts: directly, by ProxyCommand, or through jump hosts, which all hosts behind them share. */
final class Connections implements AutoCloseable {
    /** A jump host whose own ProxyJump leads back to itself would never end. */
    private static final int MOST_HOPS = 8;

    private final SshSettings settings;
    private final OpenSshConfig config;
    private final Keyring keyring;
    private final ScheduledExecutorService timers;
    private final Map<SshTarget, JumpHost> jumpHosts = new ConcurrentHashMap<>();

    Connections(SshSettings settings, OpenSshConfig config, Keyring keyring, ScheduledExecutorService timers) {
        this.settings = settings;
        this.config = config;
        this.keyring = keyring;
        this.timers = timers;
    }

    /** The host that all of these addresses are of. */
    HostIdentity identityOf(List<SshTarget> addresses) {
        return new HostIdentity(addresses, config);
    }

    /**
     * @param identity of the host that is to answer there
     * @throws TransferException where the host cannot be reached
     */
    SshConnection open(SshTarget target, HostIdentity identity) {
        try {
            return open(target, identity, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferException(ConnectFailures.interrupted(target));
        }
    }

    @Override
    public void close() {
        jumpHosts.values().forEach(JumpHost::close);
    }

    private SshConnection open(SshTarget target, HostIdentity identity, int hops) throws InterruptedException {
        HostSettings host = config.settingsOf(target);
        return switch (target.transport()) {
            case SYSTEM -> withSystem(target, host, identity, hops);
            case BUILT_IN -> withBuiltIn(target, host, keyring.offerFor(host), identity, hops);
            case AUTO -> {
                Keyring.Offer offer = keyring.offerFor(host);
                Optional<String> reason = TransportChoice.reasonForSystem(host, offer);
                if (reason.isEmpty()) {
                    yield withBuiltIn(target, host, offer, identity, hops);
                }
                try {
                    yield withSystem(target, host, identity, hops);
                } catch (TransferException e) {
                    throw new TransferException(ConnectFailures.bySystem(e.failure(), reason.get()));
                }
            }
        };
    }

    private SshConnection withBuiltIn(
            SshTarget target, HostSettings host, Keyring.Offer offer, HostIdentity identity, int hops)
            throws InterruptedException {
        if (host.uses("revokedhostkeys")) {
            throw new TransferException(
                    HostKeyFailures.unreadRevocations(
                            host,
                            "convoy's own transport does not read it",
                            List.of(
                                    "Leave sshTransport at auto: OpenSSH's client looks there. Or mark the keys as @revoked in known_hosts.")));
        }
        Optional<Wire> dialled = Optional.empty();
        try {
            HostKeyPolicy hostKeys = new HostKeyPolicy(host, acceptsNew(host), identity.elsewhere(target));
            Wire wire = dial(target, host, hops);
            dialled = Optional.of(wire);
            SshConnection connection = new Handshake(host, hostKeys, offer, settings, timers).over(wire);
            hostKeys.accepted().ifPresent(key -> identity.show(target, key));
            return connection;
        } catch (IOException e) {
            if (target.transport() == SshTransport.AUTO
                    && ConnectFailures.isWithoutCommonAlgorithm(e)
                    && host.isFromOpenSsh()) {
                return withSystem(target, host, identity, hops);
            }
            // A ProxyCommand that cannot connect ends, and says so to nobody but its reader.
            boolean silent = host.proxyCommand().isPresent()
                    && dialled.filter(wire -> wire.heard() == 0).isPresent();
            throw new TransferException(
                    silent ? ConnectFailures.unreachable(host, e) : ConnectFailures.noSession(host, e));
        }
    }

    private SshConnection withSystem(SshTarget target, HostSettings host, HostIdentity identity, int hops)
            throws InterruptedException {
        Optional<Path> gate = Optional.empty();
        if (host.proxyJump().isPresent()) {
            SshTarget systemToo = target.over(SshTransport.SYSTEM);
            gate = jumpHost(systemToo, host.proxyJump().get(), hops).controlPath();
        }
        try {
            return new SystemSsh(settings, timers).open(target, host, acceptsNew(host), identity, gate);
        } catch (IOException e) {
            throw new TransferException(ConnectFailures.noSession(host, e));
        }
    }

    private boolean acceptsNew(HostSettings host) {
        return settings.acceptNewHostKeys() || !host.strictHostKeyChecking().matches("yes|ask");
    }

    private Wire dial(SshTarget target, HostSettings host, int hops) throws InterruptedException {
        try {
            return stream(target, host, hops);
        } catch (IOException e) {
            throw new TransferException(ConnectFailures.unreachable(host, e));
        }
    }

    private Wire stream(SshTarget target, HostSettings host, int hops) throws IOException, InterruptedException {
        Optional<String> jump = host.proxyJump();
        if (jump.isPresent()) {
            SshConnection gate = jumpHost(target, jump.get(), hops);
            return Dialer.through(gate.tunnel(host.hostname(), host.port()));
        }
        Optional<String> command = host.proxyCommand();
        if (command.isPresent()) {
            return Dialer.proxyCommand(host, command.get());
        }
        Duration timeout = host.connectTimeout().orElse(settings.connectTimeout());
        return Dialer.tcp(host, timeout);
    }

    private SshConnection jumpHost(SshTarget target, String list, int hops) throws InterruptedException {
        if (hops == MOST_HOPS) {
            throw new TransferException(
                    ConnectFailures.badJump(target, list, "there are more than " + MOST_HOPS + " in a row"));
        }
        SshTarget hop;
        try {
            hop = JumpList.lastHop(list, target.sshOptions()).over(target.transport());
        } catch (IllegalArgumentException e) {
            throw new TransferException(ConnectFailures.badJump(target, list, String.valueOf(e.getMessage())));
        }
        try {
            return jumpHosts
                    .computeIfAbsent(hop, _ -> new JumpHost())
                    .connection(() -> open(hop, identityOf(List.of(hop)), hops + 1));
        } catch (TransferException e) {
            throw new TransferException(ConnectFailures.behind(target.address(), e.failure()));
        }
    }
}
