package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;

/** One embedded host: its power button, its network and its console. */
public final class EmbeddedHost implements AutoCloseable {
    private final String name;
    private final Path directory;
    private final String nixSize;
    private final Line line;
    private final KeyPair knownKey = Keys.generate();
    private volatile KeyPair hostKey = knownKey;
    private volatile Optional<HostNamespace> namespace = Optional.empty();

    /** @param nixSize how much fits into its /nix, such as {@code 20m}, or {@code unlimited} */
    EmbeddedHost(String name, Path directory, String nixSize, FleetServer server) throws IOException {
        this.name = name;
        this.directory = Files.createDirectories(directory);
        this.nixSize = nixSize;
        this.line = new Line(server.open(this));
    }

    public String name() {
        return name;
    }

    public Line line() {
        return line;
    }

    /** Its files as this machine sees them, whether it is up or not. A /nix of limited size is not among them. */
    public Path disk() {
        return directory.resolve("disk");
    }

    /** Boots it: /run and /tmp are empty, the boot id is new, what was made the boot default is activated. */
    public synchronized void powerOn() throws IOException {
        if (namespace.isEmpty()) {
            namespace = Optional.of(HostNamespace.boot(name, directory, nixSize));
        }
        line.plug();
    }

    /** Ends all its processes and connections at once. Connections are refused until {@link #powerOn}. */
    public synchronized void powerOff() throws IOException {
        line.unplug();
        namespace.ifPresent(HostNamespace::close);
        namespace = Optional.empty();
    }

    /** From the next connection on it shows another host key; known_hosts is left as it is. */
    public void changeHostKey() {
        hostKey = Keys.generate();
    }

    /** Runs a shell command on the console, not through SSH, and returns what it printed on both outputs. */
    public String console(String commandLine) throws IOException, InterruptedException {
        Process process = start("exec 2>&1; " + commandLine, Map.of());
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.strip();
    }

    @Override
    public void close() throws IOException {
        powerOff();
        line.close();
        Folders.delete(directory);
    }

    /** How it is reached, with the host key that it had at first. */
    public SshEntry sshEntry() {
        return new SshEntry(name, "127.0.0.1", line.port(), "root", Keys.openSsh(knownKey.getPublic()));
    }

    KeyPair hostKey() {
        return hostKey;
    }

    Process start(String commandLine, Map<String, String> environment) throws IOException {
        return namespace
                .orElseThrow(() -> new IOException(name + " is switched off"))
                .start(commandLine, environment);
    }
}
