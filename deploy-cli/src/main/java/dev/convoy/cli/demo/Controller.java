package dev.convoy.cli.demo;

import dev.convoy.cli.run.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the operator of the demo sits: runs convoy as child processes in the fleet's folder, with state, cache and
 * configuration in the demo's own folder. They get a Nix store there as well, mounted over /nix where only they see it; but
 * where Nix itself comes from the machine's store, that one is used.
 */
final class Controller implements AutoCloseable {
    /** A store here builds as whoever runs it, without the users and the sandbox that a machine's own would have. */
    private static final String NIX_CONF = """
            build-users-group =
            experimental-features = nix-command flakes
            flake-registry =
            sandbox = false
            substituters =
            """;

    /** For the machine's own store: the example needs /bin/sh and coreutils, which a sandbox does not have. */
    private static final String NIX_CONFIG =
            "extra-experimental-features = nix-command flakes\nsandbox = false\nsubstituters =\n";

    private final Path launcher;
    private final Path fleet;
    private final Surroundings surroundings;
    private final List<String> namespace;
    private final Map<String, String> environment;
    private boolean closed;
    private @Nullable Process running;

    private Controller(
            Path launcher,
            Path fleet,
            Surroundings surroundings,
            List<String> namespace,
            Map<String, String> environment) {
        this.launcher = launcher;
        this.fleet = fleet;
        this.surroundings = surroundings;
        this.namespace = namespace;
        this.environment = environment;
    }

    static Controller in(DemoFolder folder, Path launcher, Surroundings surroundings) throws IOException {
        Path fleet = folder.make("fleet");
        var environment = new java.util.TreeMap<>(Map.of(
                "XDG_STATE_HOME", folder.make("state").toString(),
                "XDG_CACHE_HOME", folder.make("cache").toString(),
                "XDG_CONFIG_HOME", folder.make("config").toString()));
        if (nixComesFromStore(surroundings)) {
            environment.put("NIX_CONFIG", NIX_CONFIG);
            return new Controller(launcher, fleet, surroundings, List.of(), environment);
        }
        Path conf = folder.make("nix-conf");
        Files.writeString(conf.resolve("nix.conf"), NIX_CONF);
        environment.put("NIX_CONF_DIR", conf.toString());
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        var namespace = new ArrayList<>(List.of("unshare", "--mount"));
        namespace.addAll(root ? List.of("--propagation", "private") : List.of("--user", "--map-root-user"));
        String enter = "mount --bind \"$0\" /nix && exec \"$@\"";
        namespace.addAll(List.of("sh", "-c", enter, folder.make("nix").toString()));
        return new Controller(launcher, fleet, surroundings, List.copyOf(namespace), environment);
    }

    /** The folder that it stands in: the fleet's. */
    Path fleet() {
        return fleet;
    }

    /** Runs {@code convoy ARGUMENTS}, with this process's own streams, and returns its exit code. */
    int convoy(String... arguments) throws IOException, InterruptedException {
        surroundings.err().println("\n$ convoy " + String.join(" ", arguments));
        var command = new ArrayList<>(namespace);
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(fleet.toFile()).inheritIO();
        // What the operator prefers elsewhere must not change what the demo shows.
        builder.environment().keySet().removeIf(name -> name.startsWith("CONVOY_") && !name.equals("CONVOY_JAVA_HOME"));
        builder.environment().putAll(environment);
        return start(builder).waitFor();
    }

    /** Ends the command that runs, if one does, and starts no other. */
    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closed = true;
            last = running;
        }
        if (last == null) {
            return;
        }
        try {
            last.destroy();
            if (!last.waitFor(5, TimeUnit.SECONDS)) {
                last.descendants().forEach(ProcessHandle::destroyForcibly);
                last.destroyForcibly();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        if (closed) {
            throw new InterruptedException("the demo is over");
        }
        Process started = builder.start();
        running = started;
        return started;
    }

    /** Whether the program {@code nix} itself lives in a Nix store: then nothing may be mounted over that. */
    private static boolean nixComesFromStore(Surroundings surroundings) throws IOException {
        for (String folder : surroundings.variable("PATH").orElse("").split(":", -1)) {
            Path nix = Path.of(folder, "nix");
            if (Files.isExecutable(nix)) {
                return nix.toRealPath().startsWith("/nix/store");
            }
        }
        return false;
    }
}
