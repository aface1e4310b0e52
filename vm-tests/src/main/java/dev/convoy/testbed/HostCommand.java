package dev.convoy.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** One exec request of an SSH session. When the client goes before the command ends, its session is hung up. */
final class HostCommand implements Command {
    private final EmbeddedHost host;
    private final String commandLine;
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable InputStream stdin;
    private @Nullable OutputStream stdout;
    private @Nullable OutputStream stderr;
    private @Nullable ExitCallback exit;
    private volatile @Nullable Process process;

    HostCommand(EmbeddedHost host, String commandLine) {
        this.host = host;
        this.commandLine = commandLine;
    }

    @Override
    public void setInputStream(InputStream in) {
        stdin = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        stdout = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        stderr = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        if (stdin == null || stdout == null || stderr == null || exit == null) {
            throw new IllegalStateException("started before it was connected");
        }
        Process started = host.start(commandLine, Map.of("SSH_CONNECTION", "127.0.0.1 0 127.0.0.1 22"));
        process = started;
        environment.addSignalListener((from, signal) -> HostNamespace.signal(started, signal.name()));
        pump(stdin, started.getOutputStream(), started.getOutputStream());
        Thread out = pump(started.getInputStream(), stdout, started.getInputStream());
        Thread err = pump(started.getErrorStream(), stderr, started.getErrorStream());
        ExitCallback whenEnded = exit;
        Thread.ofVirtual().name("exit of " + commandLine).start(() -> {
            try {
                out.join();
                err.join();
                int code = started.waitFor();
                ended.set(true);
                whenEnded.onExit(code);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Copies until one side ends, then closes {@code ours}: the end that the process holds the other half of. */
    private static Thread pump(InputStream from, OutputStream to, AutoCloseable ours) {
        // A platform thread: a virtual one that reads a process's pipe keeps its carrier, and there are only 256 of
        // those.
        return Thread.ofPlatform().daemon().name("pump").start(() -> {
            byte[] buffer = new byte[32 * 1024];
            try (ours) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    to.write(buffer, 0, n);
                    to.flush();
                }
            } catch (Exception e) {
                // One of the two went away. Whoever cares sees the end of the process, or of the channel.
            }
        });
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process started = process;
        if (started != null && ended.compareAndSet(false, true)) {
            HostNamespace.signal(started, "HUP");
        }
    }
}
