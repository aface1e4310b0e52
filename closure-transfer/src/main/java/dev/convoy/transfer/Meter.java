package dev.convoy.transfer;

import java.io.IOException;
import java.util.List;

/** Counts what leaves for one host, and holds it to the limits. */
final class Meter {
    /** What is limited leaves in small portions, so that hosts take turns. */
    private static final int PORTION = 32 << 10;

    private final TransferProgress progress;
    private final List<Bandwidth> limits;

    /** @param limits each of which holds */
    Meter(TransferProgress progress, List<Bandwidth> limits) {
        this.progress = progress;
        this.limits = List.copyOf(limits);
    }

    void send(byte[] bytes, int length, LaneWire wire) throws IOException, InterruptedException {
        int portion = limits.isEmpty() ? length : PORTION;
        for (int done = 0; done < length; done += portion) {
            int now = Math.min(portion, length - done);
            for (Bandwidth limit : limits) {
                limit.take(now);
            }
            wire.write(bytes, done, now);
            progress.wireBytes().add(now);
        }
    }

    void sentNar(long bytes) {
        progress.narBytesSent().add(bytes);
    }
}
