package dev.convoy.store.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads one output of a command to its end on a thread of its own, and keeps only the first or only the last bytes of it. */
final class Captured {
    private enum Keep {
        FIRST,
        LAST
    }

    private final InputStream in;
    private final Keep keep;
    private final int limit;
    private final CompletableFuture<Captured> end = new CompletableFuture<>();
    private byte[] kept = new byte[1024];
    private int size;
    private long seen;

    private Captured(Keep keep, int limit, InputStream in) {
        this.in = in;
        this.keep = keep;
        this.limit = limit;
    }

    static Captured first(int limit, String name, InputStream in) {
        return new Captured(Keep.FIRST, limit, in).begin(name);
    }

    static Captured last(int limit, String name, InputStream in) {
        return new Captured(Keep.LAST, limit, in).begin(name);
    }

    /**
     * Waits for the ends of the streams of a command that ended, for as long as bytes keep coming. A process that the command
     * left behind may hold them open for ever; what it prints is nobody's output.
     */
    static void awaitEnds(Captured out, Captured err, Duration silence) throws InterruptedException {
        CompletableFuture<?> ends = CompletableFuture.allOf(out.end, err.end);
        long before;
        do {
            before = out.seen() + err.seen();
        } while (!isDone(ends, silence) && (out.seen() + err.seen() > before || haveMore(out, err, silence)));
    }

    /**
     * Bytes that are here but not read yet: on a busy machine the reading thread can be late by seconds. The stream of a local
     * process does not answer while that thread waits in it, and this is an answer too: it would not wait if there were any.
     */
    private static boolean haveMore(Captured out, Captured err, Duration atMost) throws InterruptedException {
        CompletableFuture<Boolean> ofOut = out.hasMore();
        CompletableFuture<Boolean> ofErr = err.hasMore();
        isDone(CompletableFuture.allOf(ofOut, ofErr), atMost);
        return ofOut.getNow(false) || ofErr.getNow(false);
    }

    private static boolean isDone(CompletableFuture<?> future, Duration atMost) throws InterruptedException {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized String text() {
        int from = keep == Keep.LAST ? Math.max(0, size - limit) : 0;
        return new String(kept, from, size - from, StandardCharsets.UTF_8);
    }

    private Captured begin(String name) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                readAll();
            } finally {
                end.complete(this);
            }
        });
        return this;
    }

    private synchronized long seen() {
        return seen;
    }

    private CompletableFuture<Boolean> hasMore() {
        var answer = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("available").start(() -> answer.complete(!end.isDone() && isAvailable()));
        return answer;
    }

    private boolean isAvailable() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void readAll() {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                add(buffer, n);
            }
        } catch (IOException e) {
            // The stream broke with its connection or was closed with its command; the exit status says so.
            return;
        }
    }

    private synchronized void add(byte[] bytes, int n) {
        seen += n;
        int taken = keep == Keep.FIRST ? Math.min(n, limit - size) : n;
        if (size + taken > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(kept.length * 2, size + taken));
        }
        System.arraycopy(bytes, 0, kept, size, taken);
        size += taken;
        if (keep == Keep.LAST && size > 2 * limit) {
            System.arraycopy(kept, size - limit, kept, 0, limit);
            size = limit;
        }
    }
}
