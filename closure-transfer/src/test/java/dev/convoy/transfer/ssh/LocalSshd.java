package dev.convoy.transfer.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.transfer.ssh.config.SshTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A real OpenSSH server on a loopback port, with host keys, authorized keys and known_hosts of its own. */
final class LocalSshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final int port;
    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private LocalSshd(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts a server with an Ed25519 host key that its known_hosts knows, and a client key that may log in as anyone. */
    static LocalSshd start(Path parent, String... options) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent, "sshd");
        open(parent);
        open(directory);
        keygen(directory.resolve("host_ed25519"), "ed25519", "");
        keygen(directory.resolve("id"), "ed25519", "");
        Files.copy(directory.resolve("id.pub"), directory.resolve("authorized_keys"));
        return startIn(directory, freePort(), options);
    }

    /** Starts a server from what lies in the directory: host keys by the name host_*, authorized_keys. */
    static LocalSshd startIn(Path directory, int port, String... options) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "needs " + PROGRAM);
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to start sshd");
        Files.createDirectories(Path.of("/run/sshd"));
        // Of two lines that say different things sshd takes the first.
        List<String> config = new ArrayList<>(List.of(options));
        config.addAll(List.of(
                "ListenAddress 127.0.0.1",
                "Port " + port,
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PermitRootLogin prohibit-password",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "LogLevel VERBOSE",
                "AuthorizedKeysFile " + directory.resolve("authorized_keys")));
        try (var files = Files.list(directory)) {
            files.filter(f -> f.getFileName().toString().matches("host_[a-z0-9]+"))
                    .sorted()
                    .forEach(f -> config.add("HostKey " + f));
        }
        Path file = Files.write(directory.resolve("sshd_config"), config);
        Process process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", file.toString()).start();
        var sshd = new LocalSshd(directory, port, process);
        sshd.awaitListening();
        sshd.writeKnownHosts(directory.resolve("host_ed25519.pub"));
        return sshd;
    }

    private void awaitListening() throws InterruptedException {
        var listening = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    log.add(line);
                    if (line.contains("listening on")) {
                        listening.countDown();
                    }
                }
            } catch (IOException killed) {
                log.add("no more: " + killed.getMessage());
            } finally {
                listening.countDown();
            }
        });
        if (!listening.await(10, TimeUnit.SECONDS) || !process.isAlive()) {
            throw new IllegalStateException("sshd did not start: " + log);
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    Path directory() {
        return directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    List<String> log() {
        return List.copyOf(log);
    }

    void writeKnownHosts(Path publicKey) throws IOException {
        Files.writeString(knownHosts(), "[127.0.0.1]:" + port + " " + Files.readString(publicKey));
    }

    /** The server as a target: its own key and known_hosts, nothing of the user's. */
    SshTarget target(String... options) {
        return targetAs("root", path("id"), options);
    }

    SshTarget targetAs(String user, Path key, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-F", "/dev/null", "-o", "IdentityFile=" + key));
        all.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts(), "-o", "GlobalKnownHostsFile=none"));
        all.addAll(List.of("-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "HashKnownHosts=no"));
        return new SshTarget("127.0.0.1", OptionalInt.of(port), Optional.of(user), all, List.of());
    }

    /** Ends the server and every connection of it, without a word to the clients. Afterwards its port refuses. */
    void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
    }

    /** Stops every process of its connections, as a network does that swallows all packets. */
    void freeze() throws IOException, InterruptedException {
        for (ProcessHandle one : process.descendants().toList()) {
            // sshd's process for the login, and shells that become the command, may end just now.
            String stop = "kill -STOP \"$1\" 2>/dev/null || ! kill -0 \"$1\" 2>/dev/null";
            run("sh", "-c", stop, "stop", Long.toString(one.pid()));
        }
    }

    /** What an operator's ssh_config would say of it. */
    String configFor(String name) {
        return "Host " + name + "\n HostName 127.0.0.1\n User root\n Port " + port + "\n IdentityFile " + path("id")
                + "\n IdentitiesOnly yes\n IdentityAgent none\n UserKnownHostsFile " + knownHosts()
                + "\n GlobalKnownHostsFile none\n";
    }

    @Override
    public void close() {
        kill();
    }

    static void keygen(Path file, String type, String passphrase, String... more)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "ssh-keygen",
                "-q",
                "-t",
                type,
                "-N",
                passphrase,
                "-C",
                file.getFileName().toString(),
                "-f",
                file.toString()));
        line.addAll(List.of(more));
        run(line.toArray(String[]::new));
    }

    /** Waits until no process of this computer has the argument. */
    static void awaitNoProcess(String argument) {
        await().atMost(Duration.ofSeconds(5)).until(() -> !hasProcess(argument));
    }

    static boolean hasProcess(String argument) {
        return ProcessHandle.allProcesses()
                .anyMatch(p -> p.info()
                        .arguments()
                        .map(a -> List.of(a).contains(argument))
                        .orElse(false));
    }

    static String run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(line) + ": " + output);
        }
        return output;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** sshd reads authorized_keys as the user who logs in. */
    private static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
