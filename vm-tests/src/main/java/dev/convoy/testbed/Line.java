package dev.convoy.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The network between everybody and one host: a loopback port that leads to the host's SSH server and that can be cut, slowed
 * down and plugged out. Keeps its port number for good.
 */
public final class Line implements AutoCloseable {
    private final InetSocketAddress target;
    private final int port;
    private final Set<LineConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong bytesToHost = new AtomicLong();
    private volatile Duration delay = Duration.ZERO;
    private volatile Wire toHost = Wire.unlimited();
    private volatile Wire fromHost = Wire.unlimited();
    private boolean cut;
    private ServerSocket listener;
    private Thread acceptor;

    /** To a server on this machine. */
    Line(int target) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    }

    public Line(InetSocketAddress target) throws IOException {
        this.target = target;
        listener = listen(0);
        port = listener.getLocalPort();
        acceptor = acceptFrom(listener);
    }

    /** Where clients connect to, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** How many connections were made so far. */
    public long accepted() {
        return accepted.get();
    }

    /** How many bytes reached the host so far, over all connections. */
    public long bytesToHost() {
        return bytesToHost.get();
    }

    /** From now on each byte takes this long in either direction: half of the round-trip time. */
    public void delay(Duration oneWay) {
        delay = oneWay;
    }

    /** From now on no more passes than these wires carry. */
    public void wires(Wire toHost, Wire fromHost) {
        this.toHost = toHost;
        this.fromHost = fromHost;
    }

    /** Nothing passes any more and nobody is told, as when a router dies. New connections are taken and hear nothing. */
    public synchronized void cut() {
        cut = true;
    }

    /** What waited since {@link #cut} passes. */
    public synchronized void heal() {
        cut = false;
        notifyAll();
    }

    /** Ends all connections with a reset. New ones are possible. */
    public void reset() {
        connections.forEach(LineConnection::reset);
    }

    /** Ends all connections and refuses new ones. */
    synchronized void unplug() throws IOException {
        listener.close();
        reset();
        // The port is free only when the thread that accepts has let go of it.
        try {
            acceptor.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void plug() throws IOException {
        if (listener.isClosed()) {
            listener = listen(port);
            acceptor = acceptFrom(listener);
        }
    }

    @Override
    public void close() throws IOException {
        unplug();
        heal();
    }

    // --- for its connections
    // -------------------------------------------------------------------------------------------

    Duration delay() {
        return delay;
    }

    Wire toHost() {
        return toHost;
    }

    Wire fromHost() {
        return fromHost;
    }

    void carriedToHost(int bytes) {
        bytesToHost.addAndGet(bytes);
    }

    synchronized void awaitWhole() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    void ended(LineConnection connection) {
        connections.remove(connection);
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        return socket;
    }

    private Thread acceptFrom(ServerSocket socket) {
        return Thread.ofVirtual().name("line " + port).start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    accepted.incrementAndGet();
                    var connection =
                            new LineConnection(this, client, new Socket(target.getAddress(), target.getPort()));
                    connections.add(connection);
                    connection.start();
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
    }
}
