package dev.convoy.testbed;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** One connection over a {@link Line}, carried by two threads in each direction: one reads, one hands on when it is time. */
final class LineConnection {
    /** What one direction holds, and room for more in bytes. */
    private record InFlight(BlockingQueue<Parcel> parcels, Semaphore room) {}

    /** @param due when it arrives, on the clock of {@link System#nanoTime} */
    private record Parcel(ByteBuffer bytes, long due) {
        /** The empty parcel is the end of the stream. */
        boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    /** In flight at most: what a long and fast line holds, and a bound for memory. */
    private static final int BYTES_IN_FLIGHT = 16 * 1024 * 1024;

    private static final int PARCEL_SIZE = 64 * 1024;

    /** On a slow wire, so that connections which share it take turns. */
    private static final int SLOW_PARCEL_SIZE = 8 * 1024;

    private final Line line;
    private final Socket client;
    private final Socket host;

    LineConnection(Line line, Socket client, Socket host) throws IOException {
        this.line = line;
        this.client = client;
        this.host = host;
        client.setTcpNoDelay(true);
        host.setTcpNoDelay(true);
    }

    void start() {
        carry(client, host, line.toHost());
        carry(host, client, line.fromHost());
    }

    private void carry(Socket from, Socket to, Wire wire) {
        var inFlight = new InFlight(new LinkedBlockingQueue<>(), new Semaphore(BYTES_IN_FLIGHT));
        Thread.ofVirtual().name("line reader").start(() -> read(from, wire, inFlight));
        Thread.ofVirtual().name("line writer").start(() -> write(inFlight, to));
    }

    private void read(Socket from, Wire wire, InFlight inFlight) {
        byte[] buffer = new byte[wire.isLimited() ? SLOW_PARCEL_SIZE : PARCEL_SIZE];
        try {
            try {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    inFlight.room().acquire(n);
                    inFlight.parcels().put(parcel(Arrays.copyOf(buffer, n), wire));
                }
            } catch (IOException e) {
                // It ends for the other side as well.
            }
            inFlight.parcels().put(parcel(new byte[0], wire));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Parcel parcel(byte[] bytes, Wire wire) {
        return new Parcel(
                ByteBuffer.wrap(bytes), wire.send(bytes.length) + line.delay().toNanos());
    }

    private void write(InFlight inFlight, Socket to) {
        try {
            for (Parcel parcel = inFlight.parcels().take();
                    !parcel.isEnd();
                    parcel = inFlight.parcels().take()) {
                while (parcel.due() - System.nanoTime() > 0) {
                    LockSupport.parkNanos(parcel.due() - System.nanoTime());
                }
                line.awaitWhole();
                to.getOutputStream().write(parcel.bytes().array());
                inFlight.room().release(parcel.bytes().capacity());
                if (to.equals(host)) {
                    line.carriedToHost(parcel.bytes().capacity());
                }
            }
            line.awaitWhole();
            close();
        } catch (IOException e) {
            close();
            inFlight.room().release(BYTES_IN_FLIGHT);
            drain(inFlight.parcels());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the reader, which may wait for room, come to its end. */
    private static void drain(BlockingQueue<Parcel> inFlight) {
        try {
            while (!inFlight.take().isEnd()) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void reset() {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        close();
    }

    private void close() {
        line.ended(this);
        for (Socket socket : new Socket[] {client, host}) {
            try {
                socket.close();
            } catch (IOException e) {
                // There is nothing left to do for a socket that cannot even be closed.
            }
        }
    }
}
