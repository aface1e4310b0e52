package dev.convoy.transfer.ssh.builtin;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import net.schmizz.sshj.transport.random.Random;

/**
 * Random bytes for sshj, which pads each packet with a few. They come from the kernel's generator, many at a time; Java's own
 * would hash for each packet. Safe for use by many threads.
 */
final class StockedRandom implements Random {
    private static final int STOCK = 4 << 10;

    private final SecureRandom kernel = kernel();
    private byte[] stock = new byte[0];
    private int used;

    @Override
    public void fill(byte[] bytes) {
        fill(bytes, 0, bytes.length);
    }

    @Override
    public synchronized void fill(byte[] bytes, int start, int length) {
        for (int done = 0; done < length; ) {
            if (used == stock.length) {
                stock = kernel.generateSeed(STOCK);
                used = 0;
            }
            int now = Math.min(length - done, stock.length - used);
            System.arraycopy(stock, used, bytes, start + done, now);
            Arrays.fill(stock, used, used + now, (byte) 0);
            used += now;
            done += now;
        }
    }

    /** What it calls a seed is read from /dev/urandom as it is. */
    private static SecureRandom kernel() {
        try {
            return SecureRandom.getInstance("NativePRNGNonBlocking");
        } catch (NoSuchAlgorithmException e) {
            return new SecureRandom();
        }
    }
}
