package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The mount, process and host name spaces of an embedded host between boot and power off, entered anew by each command. Its
 * first process ends when this Java process ends, however that happens, and takes all others along.
 */
final class HostNamespace implements AutoCloseable {
    private final Process guardian;
    private final long init;
    private final List<String> user;

    private HostNamespace(Process guardian, long init, List<String> user) {
        this.guardian = guardian;
        this.init = init;
        this.user = user;
    }

    /** Boots the host whose files are below {@code directory}; makes them at the first boot. */
    static HostNamespace boot(String name, Path directory, String nixSize) throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        Path script = script(directory);
        Path console = directory.resolve("console.log");
        var command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts"));
        command.addAll(root ? List.of("--propagation", "private") : List.of("--user", "--map-root-user"));
        command.addAll(List.of("/bin/sh", script.toString(), name, directory.toString(), nixSize));
        Process guardian = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(console.toFile()))
                .start();
        // Not closed: it lives as long as the host.
        var output = new BufferedReader(new InputStreamReader(guardian.getInputStream(), UTF_8));
        if (!"up".equals(output.readLine())) {
            guardian.destroyForcibly();
            throw new IOException("embedded host " + name + " did not boot: "
                    + Files.readString(console).strip());
        }
        long init = guardian.children().findFirst().orElseThrow().pid();
        return new HostNamespace(guardian, init, root ? List.of() : List.of("--user", "--preserve-credentials"));
    }

    private static Path script(Path directory) throws IOException {
        Path script = directory.resolve("host-init.sh");
        try (var packaged = HostNamespace.class.getResourceAsStream("host-init.sh")) {
            if (packaged == null) {
                throw new IllegalStateException("host-init.sh is not in the class path");
            }
            Files.write(script, packaged.readAllBytes());
        }
        return script;
    }

    /** Starts a shell command as root of the host, in a session of its own, so that all of it can be ended together. */
    Process start(String commandLine, Map<String, String> environment) throws IOException {
        // Started under nohup, this program and its children ignore the signal by which sshd hangs up. A host does not.
        var command = new ArrayList<>(List.of("setsid", "env", "--default-signal=HUP"));
        command.addAll(List.of("nsenter", "--target", Long.toString(init)));
        command.addAll(List.of("--mount", "--pid", "--uts"));
        command.addAll(user);
        command.addAll(List.of(
                "--", "/bin/sh", "-c", ". /etc/set-environment; cd; exec /bin/sh -c \"$1\"", "login", commandLine));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", "/root", "USER", "root", "LOGNAME", "root", "SHELL", "/bin/sh"));
        builder.environment().put("PATH", "/usr/bin:/bin:/run/current-system/sw/bin");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Sends a signal to a command that {@link #start} started and to whatever of it did not leave its session. */
    static void signal(Process command, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, "--", "-" + command.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Power off without a word: every process of the host is gone when this returns. */
    @Override
    public void close() {
        // The guardian is left to notice by itself: it does so when the kernel has ended the last process of the host.
        ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly);
        guardian.onExit().join();
    }
}
