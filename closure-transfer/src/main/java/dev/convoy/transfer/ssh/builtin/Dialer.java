package dev.convoy.transfer.ssh.builtin;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.connection.TunnelChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Opens the byte stream to a host: TCP to the first of its addresses that answers, or the operator's ProxyCommand. */
public final class Dialer {
    private Dialer() {}

    public static Wire tcp(HostSettings settings, Duration timeout) throws IOException {
        IOException last =
                new IOException("the name " + settings.hostname() + " has no " + settings.addressFamily() + " address");
        for (InetAddress address : addresses(settings)) {
            Socket socket = new Socket();
            try {
                var there = new InetSocketAddress(address, settings.port());
                SystemThread.run("connect " + there, () -> socket.connect(there, (int) timeout.toMillis()));
                // Requests are small and wait for answers: Nagle's algorithm would hold each back.
                socket.setTcpNoDelay(true);
                socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                return new Wire(socket.getInputStream(), socket.getOutputStream(), socket, settings.port());
            } catch (IOException e) {
                socket.close();
                last = new IOException(address.getHostAddress() + ": " + e.getMessage(), e);
            }
        }
        throw last;
    }

    /** As OpenSSH: through the user's shell, with exec, its errors on our standard error's behalf thrown away. */
    public static Wire proxyCommand(HostSettings settings, String command) throws IOException {
        String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
        Process process = new ProcessBuilder(shell, "-c", "exec " + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Wire(process.getInputStream(), process.getOutputStream(), () -> end(process), settings.port());
    }

    public static Wire through(TunnelChannel tunnel, HostSettings settings) {
        return new Wire(tunnel.getInputStream(), tunnel.outgoing(), tunnel::abandon, settings.port());
    }

    private static List<InetAddress> addresses(HostSettings settings) throws IOException {
        return Arrays.stream(InetAddress.getAllByName(settings.hostname()))
                .filter(address -> switch (settings.addressFamily()) {
                    case "inet" -> address instanceof Inet4Address;
                    case "inet6" -> !(address instanceof Inet4Address);
                    default -> true;
                })
                .toList();
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
