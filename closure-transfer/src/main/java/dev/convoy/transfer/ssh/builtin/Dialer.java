package dev.convoy.transfer.ssh.builtin;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.connection.SharedSocket;
import dev.convoy.transfer.ssh.connection.TunnelChannel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Opens the byte stream to a host: TCP to the first of its addresses that answers, or the operator's ProxyCommand. */
public final class Dialer {
    /** sshj reads the beginning of each packet by itself. */
    private static final int INPUT = 64 << 10;

    private Dialer() {}

    public static Wire tcp(HostSettings settings, Duration timeout) throws IOException {
        IOException last =
                new IOException("the name " + settings.hostname() + " has no " + settings.addressFamily() + " address");
        for (InetAddress address : addresses(settings)) {
            SocketChannel channel = SocketChannel.open();
            try {
                var there = new InetSocketAddress(address, settings.port());
                SystemThread.run("connect " + there, () -> channel.socket().connect(there, (int) timeout.toMillis()));
                // Requests are small and wait for answers: Nagle's algorithm would hold each back.
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                var socket = SharedSocket.over(channel);
                return new Wire(new BufferedInputStream(socket.input(), INPUT), socket.output(), socket);
            } catch (IOException e) {
                channel.close();
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
        return new Wire(process.getInputStream(), process.getOutputStream(), () -> end(process));
    }

    public static Wire through(TunnelChannel tunnel) {
        return new Wire(tunnel.getInputStream(), tunnel.outgoing(), tunnel::abandon);
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
