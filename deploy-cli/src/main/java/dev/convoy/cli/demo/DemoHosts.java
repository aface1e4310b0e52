package dev.convoy.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The embedded hosts, in a process of their own that ends when its standard input does. */
final class DemoHosts implements AutoCloseable {
    private final Process process;
    private final Path folder;

    private DemoHosts(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts them; see {@link #awaitUp}. */
    static DemoHosts start(String classPath, Path folder, List<String> names) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "dev.convoy.testbed.EmbeddedFleet",
                folder.toString()));
        command.addAll(names);
        Process process =
                new ProcessBuilder(command).redirectError(log(folder).toFile()).start();
        return new DemoHosts(process, folder);
    }

    /** Waits until they take connections. */
    void awaitUp() throws IOException {
        // Not closed: a closed pipe would kill the hosts with their next line.
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        if (output.readLine() == null) {
            throw new IOException(Files.readString(log(folder)).strip());
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("hosts.log");
    }

    Path sshConfig() {
        return folder.resolve("ssh_config");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
