package dev.convoy.transfer.ssh.system;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.connection.SshConnection;
import dev.convoy.transfer.ssh.hostkey.HostIdentity;
import dev.convoy.transfer.ssh.hostkey.HostKey;
import dev.convoy.transfer.ssh.hostkey.HostKeyFailures;
import dev.convoy.transfer.ssh.hostkey.KnownHost;
import dev.convoy.transfer.ssh.hostkey.KnownHosts;
import dev.convoy.transfer.ssh.hostkey.KnownHostsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** Opens connections with OpenSSH's own client: one process for each, which logs in once, and which all channels go through. */
public record SystemSsh(SshSettings settings, ScheduledExecutorService timers) {
    /** For a login: somebody may have to find a token and touch it. */
    private static final Duration LOGIN = Duration.ofMinutes(2);

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /**
     * @param acceptNew whether the key of a host that known_hosts does not have is recorded
     * @param identity of the host; one with several addresses is taken at each only by a key that known_hosts has
     * @param gate the control socket of the jump host, if there is one
     * @throws TransferException where the host's key or our login is not accepted
     * @throws IOException where the connection fails
     */
    public SshConnection open(
            SshTarget target, HostSettings host, boolean acceptNew, HostIdentity identity, Optional<Path> gate)
            throws IOException, InterruptedException {
        KnownHosts known = KnownHosts.of(host);
        HostIdentity.Elsewhere elsewhere = identity.elsewhere(target);
        Path directory = ControlMaster.newDirectory();
        Optional<Path> newHosts = acceptNew && elsewhere.equals(HostIdentity.Elsewhere.NOTHING) && isNew(host, known)
                ? Optional.of(Files.createFile(directory.resolve("new_hosts")))
                : Optional.empty();
        var line = new ClientLine(target, host, settings, ControlMaster.socketIn(directory), newHosts, gate);
        ControlMaster master = ControlMaster.start(line.words(), directory);
        try {
            boolean loggedIn = master.awaitLogin(LOGIN);
            if (newHosts.isPresent()) {
                record(host, newHosts.get());
            }
            if (!loggedIn) {
                throw new TransferException(new ClientFailures(host, known, master.log(LAST_WORDS)).failure());
            }
            showKey(target, host, known, master.log(Duration.ZERO), identity, elsewhere);
            return new SshConnection(host, new SystemCarrier(host, settings, master), timers);
        } catch (IOException | RuntimeException | InterruptedException e) {
            master.close();
            throw e;
        }
    }

    /** The same as what {@code HostKeyPolicy} takes for new: no key of any type is known, and no authority. */
    private static boolean isNew(HostSettings host, KnownHosts known) {
        return known.keys().isEmpty()
                && known.authorities().isEmpty()
                && !host.userKnownHosts().isEmpty();
    }

    /** The key with which the host showed itself at another address must be the one that it has here. */
    private static void showKey(
            SshTarget target,
            HostSettings host,
            KnownHosts known,
            ClientLog log,
            HostIdentity identity,
            HostIdentity.Elsewhere elsewhere) {
        Optional<HostKey> key = log.hostKey().flatMap(known::keyOf);
        Optional<HostIdentity.Shown> other = elsewhere
                .shown()
                .filter(shown -> key.filter(k -> !shown.isRefutedBy(k)).isEmpty());
        if (other.isPresent()) {
            throw new TransferException(
                    HostKeyFailures.otherHost(host, log.hostKey().orElse("a certificate"), other.get()));
        }
        key.ifPresent(it -> identity.show(target, it));
    }

    private static void record(HostSettings host, Path newHosts) throws IOException {
        Path file = host.userKnownHosts().getFirst();
        List<String> lines = Files.readAllLines(newHosts, StandardCharsets.ISO_8859_1);
        for (String line : lines) {
            Optional<KnownHost> entry = KnownHost.parse(newHosts, 1, line);
            try {
                if (entry.isPresent()) {
                    new KnownHostsFile(file)
                            .append(host.knownHostsName(), entry.get().key(), host.hashKnownHosts());
                }
            } catch (IOException e) {
                throw new TransferException(HostKeyFailures.unrecorded(host, file, e));
            }
        }
    }
}
