package dev.convoy.testbed;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** One connection over a {@link Line}, carried by two threads in each direction: one reads, one hands on when it is time. */
final class LineConnection {
    /** @param due when it arrives, on the clock of {@link System#nanoTime} */
    private record Parcel(ByteBuffer bytes, long due) {
        /** The empty parcel is the end of the stream. */
        boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    /** In flight at most: what a long line holds, and a bound for memory. */
    private static final int PARCELS = 64;

    private static final int PARCEL_SIZE = 64 * 1024;

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
        carry(client, host);
        carry(host, client);
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Parcel> inFlight = new ArrayBlockingQueue<>(PARCELS);
        Thread.ofVirtual().name("line reader").start(() -> read(from, inFlight));
        Thread.ofVirtual().name("line writer").start(() -> write(inFlight, to));
    }

    private void read(Socket from, BlockingQueue<Parcel> inFlight) {
        byte[] buffer = new byte[PARCEL_SIZE];
        try {
            try {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    inFlight.put(parcel(Arrays.copyOf(buffer, n)));
                }
            } catch (IOException e) {
                // It ends for the other side as well.
            }
            inFlight.put(parcel(new byte[0]));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Parcel parcel(byte[] bytes) {
        return new Parcel(
                ByteBuffer.wrap(bytes), System.nanoTime() + line.delay().toNanos());
    }

    private void write(BlockingQueue<Parcel> inFlight, Socket to) {
        try {
            for (Parcel parcel = inFlight.take(); !parcel.isEnd(); parcel = inFlight.take()) {
                while (parcel.due() - System.nanoTime() > 0) {
                    LockSupport.parkNanos(parcel.due() - System.nanoTime());
                }
                line.awaitWhole();
                to.getOutputStream().write(parcel.bytes().array());
                if (to.equals(host)) {
                    line.carriedToHost(parcel.bytes().capacity());
                }
            }
            line.awaitWhole();
            close();
        } catch (IOException e) {
            close();
            drain(inFlight);
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
