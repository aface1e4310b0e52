package dev.convoy.testbed;

import dev.convoy.testbed.ConvoyProgram.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fleet that a test writes: the example's library, with hosts of the test's own. */
final class ExampleFleet {
    private final Path folder;
    private final Map<String, String> hosts = new TreeMap<>();
    private final Map<String, String> reached = new TreeMap<>();
    private String configuration = "";

    private ExampleFleet(Path folder) {
        this.folder = folder;
    }

    static ExampleFleet in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(Repository.root().resolve("examples/offline"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return new ExampleFleet(folder);
    }

    Path folder() {
        return folder;
    }

    /** @param configuration arguments of the example's mkHost, such as {@code { fail = "unit"; }} */
    ExampleFleet host(String name, String configuration) {
        hosts.put(name, configuration);
        write(
                "hosts.nix",
                hosts.entrySet().stream()
                        .map(e -> "  \"" + e.getKey() + "\" = { libraries = 4; } // " + e.getValue() + ";\n")
                        .collect(Collectors.joining("", "{\n", "}\n")));
        return this;
    }

    /** Says in convoy.yaml how a host is reached: lines of its entry, such as {@code user: deploy}. */
    ExampleFleet reach(String name, SshFiles files, String... lines) {
        reached.put(
                name,
                "    sshOptions: [\"-F\", \"" + files.config() + "\"]\n"
                        + Stream.of(lines).map(line -> "    " + line + "\n").collect(Collectors.joining()));
        writeConfiguration();
        return this;
    }

    /** What else convoy.yaml says. */
    ExampleFleet configure(String yaml) {
        configuration = yaml;
        writeConfiguration();
        return this;
    }

    private void writeConfiguration() {
        write(
                "convoy.yaml",
                reached.entrySet().stream()
                        .map(e -> "  " + e.getKey() + ":\n" + e.getValue())
                        .collect(Collectors.joining("", "hosts:\n", configuration)));
    }

    void release(String version) {
        write("version.nix", "\"" + version + "\"\n");
    }

    /** Makes it a git repository with all of it committed: convoy remembers only what a clean one evaluates to. */
    void commit() throws IOException, InterruptedException {
        String script =
                "git init -q . && git add -A && git -c user.name=test -c user.email=test@example.org commit -qm fleet";
        Process git = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        if (git.waitFor() != 0) {
            throw new IOException("git did not commit the fleet");
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
