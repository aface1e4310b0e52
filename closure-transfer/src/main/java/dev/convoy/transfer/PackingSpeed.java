package dev.convoy.transfer;

import com.github.luben.zstd.Zstd;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * How fast this machine compresses now, with what else it has to do: compressing for longer than the wire takes would be no
 * gain. Measured, because a busy machine also finds its links slow.
 */
final class PackingSpeed {
    private static final int SAMPLE = 1 << 20;
    private static final int LEVEL = 3;
    private static final int SHORTEST = 4;
    private static final int LONGEST = 40;

    private PackingSpeed() {}

    /** At zstd's level 3, in bytes a second. Takes some milliseconds. */
    static long measure(LongSupplier nanoTime) {
        byte[] sample = sample();
        Zstd.compress(sample, LEVEL); // loads the library
        long begin = nanoTime.getAsLong();
        Zstd.compress(sample, LEVEL);
        return SAMPLE * 1_000_000_000L / Math.max(1, nanoTime.getAsLong() - begin);
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
