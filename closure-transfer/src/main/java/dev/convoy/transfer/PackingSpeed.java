package dev.convoy.transfer;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.function.LongSupplier;

/** How fast this machine compresses: compressing for longer than the wire takes would be no gain. */
final class PackingSpeed {
    private static final int SAMPLE = 1 << 20;
    /** Takes a millisecond: some of so short ones are not interrupted, however busy the machine is. */
    private static final int PIECE = 128 << 10;

    private static final int LEVEL = 3;
    private static final int SHORTEST = 4;
    private static final int LONGEST = 40;

    private PackingSpeed() {}

    /** At zstd's level 3, in bytes a second. Takes some milliseconds; what else the machine does can only make it slower. */
    static long measure(LongSupplier nanoTime) {
        byte[] sample = sample();
        long shortest = Long.MAX_VALUE;
        try (OutputStream zstd = new ZstdOutputStreamNoFinalizer(OutputStream.nullOutputStream(), LEVEL)) {
            zstd.write(sample, 0, PIECE); // loads the library, and has nothing before it to compare with
            for (int at = PIECE; at < SAMPLE; at += PIECE) {
                long begin = nanoTime.getAsLong();
                zstd.write(sample, at, PIECE);
                shortest = Math.min(shortest, nanoTime.getAsLong() - begin);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
        return PIECE * 1_000_000_000L / Math.max(1, shortest);
    }

    /** As compressible as programs are: what was there before comes again in pieces, between bytes that are new. */
    private static byte[] sample() {
        var random = new Random(LEVEL);
        byte[] sample = new byte[SAMPLE];
        random.nextBytes(sample);
        for (int at = SAMPLE / 16; at < SAMPLE - LONGEST; at += random.nextInt(SHORTEST, LONGEST)) {
            int length = random.nextInt(SHORTEST, LONGEST);
            System.arraycopy(sample, random.nextInt(at - LONGEST), sample, at, length);
        }
        return sample;
    }
}
