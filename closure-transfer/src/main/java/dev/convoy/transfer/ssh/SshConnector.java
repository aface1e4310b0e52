package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.LocalMachine;
import dev.convoy.transfer.ssh.builtin.Algorithms;
import dev.convoy.transfer.ssh.config.OpenSshConfig;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.login.Keyring;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Reaches hosts as the operator's own OpenSSH would. One per run: passphrases, sudo passwords, answers of {@code ssh -G} and
 * connections to jump hosts are shared by all hosts, and end with it.
 */
public final class SshConnector implements AutoCloseable {
    static {
        Algorithms.prepare();
    }

    private final SshSettings settings;
    private final ScheduledExecutorService timers = timers();
    private final SudoPasswords passwords;
    private final Connections connections;
    private final Set<SshLink> links = ConcurrentHashMap.newKeySet();

    public SshConnector(SshSettings settings, SshPrompts prompts) {
        this(settings, prompts, System.getenv());
    }

    /** @param environment where SSH_AUTH_SOCK is looked up */
    SshConnector(SshSettings settings, SshPrompts prompts, Map<String, String> environment) {
        SshPrompts oneAtATime = new OneAtATime(prompts);
        this.settings = settings;
        this.passwords = new SudoPasswords(oneAtATime);
        this.connections = new Connections(
                settings, new OpenSshConfig(new LocalMachine()), new Keyring(oneAtATime, environment), timers);
    }

    /** Takes what is done once for all connections out of the way of the first. */
    public static void prepare() {
        Algorithms.prepare();
    }

    /**
     * The way to a host; nothing is opened before it is needed.
     *
     * @param addresses at which it may answer, to be tried in this order; at least one
     */
    public SshLink link(List<SshTarget> addresses) {
        var rootAccess = new RootAccess(addresses.getFirst(), settings.askSudoPassword(), passwords);
        var link = new SshLink(addresses, connections, rootAccess);
        links.add(link);
        return link;
    }

    public SshLink link(SshTarget only) {
        return link(List.of(only));
    }

    /** Closes all links and jump hosts, and wipes what was asked for. */
    @Override
    public void close() {
        links.forEach(SshLink::close);
        connections.close();
        passwords.close();
        timers.shutdownNow();
    }

    private static ScheduledExecutorService timers() {
        var timers = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("ssh timers").factory());
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    /** A terminal can ask one question at a time. */
    private record OneAtATime(SshPrompts prompts) implements SshPrompts {
        @Override
        public synchronized Optional<char[]> keyPassphrase(String keyFile) {
            return prompts.keyPassphrase(keyFile);
        }

        @Override
        public synchronized Optional<char[]> sudoPassword(String user, String host) {
            return prompts.sudoPassword(user, host);
        }
    }
}
