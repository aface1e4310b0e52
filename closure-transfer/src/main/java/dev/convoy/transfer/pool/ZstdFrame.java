package dev.convoy.transfer.pool;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One frame of zstd. Tries the beginning of what it is given first: what hardly gets smaller, such as images and archives, is
 * only packed, because a higher level would cost time and gain nothing.
 */
final class ZstdFrame extends OutputStream {
    private static final int SAMPLE = 256 << 10;
    private static final double HARDLY = 0.93;
    /** zstd's fastest modes have negative numbers; this one copies what it cannot find again at once. */
    private static final int PACKED = -5;
    /** From here on the link is slow, and what is far back is worth looking for. */
    private static final int LONG_FROM = 6;
    /** 16 MiB; a decoder takes up to 128 MiB without being asked. */
    private static final int LONG_WINDOW = 24;

    private final OutputStream sink;
    private final int level;
    private byte[] sample = new byte[SAMPLE];
    private int sampled;
    private @Nullable OutputStream frame;

    ZstdFrame(OutputStream sink, int level) {
        this.sink = sink;
        this.level = level;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int taken = 0;
        if (frame == null) {
            taken = Math.min(length, SAMPLE - sampled);
            System.arraycopy(bytes, offset, sample, sampled, taken);
            sampled += taken;
            if (sampled == SAMPLE) {
                begin();
            }
        }
        if (frame != null && taken < length) {
            frame.write(bytes, offset + taken, length - taken);
        }
    }

    @Override
    public void close() throws IOException {
        if (frame == null) {
            begin();
        }
        if (frame != null) {
            frame.close();
        }
    }

    private void begin() throws IOException {
        boolean worthIt = sampled < SAMPLE || Zstd.compress(sample, 1).length < SAMPLE * HARDLY;
        var begun = new ZstdOutputStreamNoFinalizer(sink, worthIt ? level : PACKED);
        if (worthIt && level >= LONG_FROM) {
            begun.setLong(LONG_WINDOW);
        }
        frame = begun;
        begun.write(sample, 0, sampled);
        sample = new byte[0];
    }
}
