package dev.convoy.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Embedded hosts side by side, and the files with which they are reached, all below one folder. */
public final class Rack implements AutoCloseable {
    /** Booting is mostly mounting, and mounting is serial in the kernel. */
    private static final int BOOTING_AT_ONCE = 8;

    static {
        // The SSH library finds no logging back-end, which is as it should be; it need not say so.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    private final Path directory;
    private final SshFiles files;
    private final FleetServer server;
    private final Map<String, EmbeddedHost> hosts = new TreeMap<>();

    private Rack(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory).toRealPath();
        this.files = SshFiles.in(this.directory);
        this.server = FleetServer.start(files.clientPublicKey());
    }

    /** An empty one, which keeps everything below {@code directory}. */
    public static Rack in(Path directory) throws IOException {
        return new Rack(directory);
    }

    /** Adds hosts and switches them on. */
    public void add(Collection<String> names) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(BOOTING_AT_ONCE)) {
            List<Callable<EmbeddedHost>> boots = names.stream()
                    .<Callable<EmbeddedHost>>map(name -> () -> boot(name, "unlimited"))
                    .toList();
            for (Future<EmbeddedHost> booted : threads.invokeAll(boots)) {
                EmbeddedHost host = booted.get();
                hosts.put(host.name(), host);
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        writeSshFiles();
    }

    /** Adds one host and switches it on. */
    public EmbeddedHost add(String name) throws IOException {
        return addWithNixOf(name, "unlimited");
    }

    /** Adds a host whose /nix holds no more than {@code size}, such as {@code 20m}, and switches it on. */
    public EmbeddedHost addWithNixOf(String name, String size) throws IOException {
        EmbeddedHost host = boot(name, size);
        hosts.put(name, host);
        writeSshFiles();
        return host;
    }

    public EmbeddedHost host(String name) {
        EmbeddedHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no host " + name + " among " + hosts.keySet());
        }
        return host;
    }

    /** In order of their names. */
    public List<EmbeddedHost> hosts() {
        return List.copyOf(hosts.values());
    }

    public SshFiles sshFiles() {
        return files;
    }

    /** Switches all off and deletes their files. */
    @Override
    public void close() throws IOException {
        server.stop(true);
        for (EmbeddedHost host : hosts.values()) {
            host.close();
        }
        Folders.delete(directory.resolve("hosts"));
        files.delete();
    }

    private EmbeddedHost boot(String name, String nixSize) throws IOException {
        var host = new EmbeddedHost(name, directory.resolve("hosts").resolve(name), nixSize, server);
        host.powerOn();
        return host;
    }

    private void writeSshFiles() throws IOException {
        files.write(hosts.values().stream().map(EmbeddedHost::sshEntry).toList());
    }
}
