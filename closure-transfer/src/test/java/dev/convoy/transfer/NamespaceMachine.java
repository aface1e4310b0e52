package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A second computer on this one: each command runs in a mount namespace of its own, where another directory is {@code /nix}.
 * Can be told to break after so many bytes.
 */
final class NamespaceMachine implements Machine, Link {
    private static final String SCRIPT = "mount --bind \"$0\" /nix && exec \"$@\"";
    /** With a system that runs. */
    private static final String RUNNING =
            "mount --bind \"$0\" /nix && mount -t tmpfs tmpfs /run && ln -s \"$1\" /run/current-system && shift && exec \"$@\"";

    private final Path nix;
    private final List<String> loginUser;
    private final LocalMachine local = new LocalMachine();
    private final AtomicLong bytes = new AtomicLong();
    private long breaksAt = Long.MAX_VALUE;
    private boolean breaksConnection;
    private int reconnections;
    private Optional<StorePath> running = Optional.empty();
    private Optional<String> configuration = Optional.empty();
    private volatile long rate = Long.MAX_VALUE;

    /** @param loginUser what makes a command run as the login user where it does not ask for root */
    NamespaceMachine(Path nix, String... loginUser) {
        this.nix = nix;
        this.loginUser = List.of(loginUser);
    }

    /** The process that gets the byte of this number is killed, once. */
    NamespaceMachine killsAfter(long byteNumber) {
        breaksAt = byteNumber;
        breaksConnection = false;
        return this;
    }

    /** As {@link #killsAfter}, and nobody hears how it ended. */
    NamespaceMachine losesConnectionAfter(long byteNumber) {
        breaksAt = byteNumber;
        breaksConnection = true;
        return this;
    }

    /** From now on it says that it runs this. */
    NamespaceMachine runs(StorePath system) {
        running = Optional.of(system);
        return this;
    }

    /** From now on its Nix is configured so. */
    NamespaceMachine configured(String nixConf) {
        configuration = Optional.of(nixConf);
        return this;
    }

    /** From now on it is behind a link of so many bytes a second. */
    NamespaceMachine slowsTo(long bytesPerSecond) {
        rate = bytesPerSecond;
        return this;
    }

    /** Written to standard inputs so far. */
    long bytes() {
        return bytes.get();
    }

    int reconnections() {
        return reconnections;
    }

    @Override
    public String name() {
        return "web1";
    }

    @Override
    public Machine machine() {
        return this;
    }

    @Override
    public Machine reconnect() {
        reconnections++;
        return this;
    }

    @Override
    public Running start(Command command) {
        List<String> line = new ArrayList<>(List.of("unshare", "-m", "--propagation", "private"));
        line.addAll(List.of("sh", "-c", running.isPresent() ? RUNNING : SCRIPT, nix.toString()));
        running.ifPresent(system -> line.add(system.toString()));
        if (command.privilege() == Privilege.LOGIN_USER) {
            line.addAll(loginUser);
        }
        line.addAll(command.arguments());
        Map<String, String> environment = new HashMap<>(command.environment());
        // What Nix remembers of caches is its own too, and nobody else locks it.
        environment.put("XDG_CACHE_HOME", nix.resolve("cache").toString());
        configuration.ifPresent(text -> environment.put("NIX_CONFIG", text));
        Command inside = new Command(line, environment, Privilege.LOGIN_USER, command.deadline());
        return new Breakable(local.start(inside));
    }

    @Override
    public void close() {
        local.close();
    }

    private final class Breakable implements Running {
        private final Running running;
        private volatile boolean lost;

        Breakable(Running running) {
            this.running = running;
        }

        @Override
        public OutputStream stdin() {
            return new FilterOutputStream(running.stdin()) {
                @Override
                public void write(byte[] data, int offset, int length) throws IOException {
                    if (bytes.addAndGet(length) > breaksAt) {
                        breaksAt = Long.MAX_VALUE;
                        lost = breaksConnection;
                        running.close();
                        throw new IOException("Broken pipe");
                    }
                    LockSupport.parkNanos(length * 1_000_000_000L / rate);
                    out.write(data, offset, length);
                }
            };
        }

        @Override
        public InputStream stdout() {
            return running.stdout();
        }

        @Override
        public InputStream stderr() {
            return running.stderr();
        }

        @Override
        public ExitStatus waitFor() throws InterruptedException {
            ExitStatus exit = running.waitFor();
            return lost ? new ExitStatus.Lost("cut by the test") : exit;
        }

        @Override
        public void close() {
            running.close();
        }
    }
}
