package dev.convoy.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/**
 * The SSH server of all embedded hosts: one port per host, told apart by the port that a session came in on. One server with
 * its few threads serves hundreds of hosts.
 */
final class FleetServer extends SshServer {
    private final Map<Integer, EmbeddedHost> hosts = new ConcurrentHashMap<>();

    /** Starts a server that lets in whoever has {@code clientKey}, as any user. */
    static FleetServer start(PublicKey clientKey) throws IOException {
        var server =
                (FleetServer) ServerBuilder.builder().factory(FleetServer::new).build();
        server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.setKeyPairProvider(new HostKeys(server));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, clientKey));
        server.setCommandFactory((channel, line) -> new HostCommand(server.hostOf(channel.getSession()), line));
        server.setForwardingFilter(new LoopbackOnly());
        server.start();
        return server;
    }

    /** Opens a port that leads to the host. */
    synchronized int open(EmbeddedHost host) throws IOException {
        Set<SocketAddress> before = new HashSet<>(getBoundAddresses());
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Set<SocketAddress> added = new HashSet<>(getBoundAddresses());
        added.removeAll(before);
        int port = ((InetSocketAddress) added.iterator().next()).getPort();
        hosts.put(port, host);
        return port;
    }

    private EmbeddedHost hostOf(SessionContext session) {
        EmbeddedHost host = hosts.get(((InetSocketAddress) session.getLocalAddress()).getPort());
        if (host == null) {
            throw new IllegalStateException("no host is behind " + session.getLocalAddress());
        }
        return host;
    }

    /** Every host shows its own key, the one that it has at this moment. */
    private record HostKeys(FleetServer server) implements KeyPairProvider {
        @Override
        public Iterable<KeyPair> loadKeys(SessionContext session) {
            return List.of(server.hostOf(session).hostKey());
        }
    }

    /** Lets a host be a jump host, to the other embedded hosts and nowhere else. */
    private static final class LoopbackOnly extends AcceptAllForwardingFilter {
        @Override
        protected boolean checkAcceptance(String request, Session session, SshdSocketAddress target) {
            return SshdSocketAddress.isLoopback(target.getHostName());
        }
    }
}
