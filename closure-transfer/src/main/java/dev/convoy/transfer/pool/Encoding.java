package dev.convoy.transfer.pool;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The form that bytes travel in. */
public sealed interface Encoding {
    Encoding RAW = new Raw();

    /** Begins a stream, or a frame of one: frames stand behind each other without ado. Closing it ends the frame, and closes the sink. */
    OutputStream over(OutputStream sink) throws IOException;

    record Raw() implements Encoding {
        @Override
        public OutputStream over(OutputStream sink) {
            return sink;
        }
    }

    /** @param level 1 is the fastest, 19 the smallest */
    record Zstd(int level) implements Encoding {
        @Override
        public OutputStream over(OutputStream sink) {
            return new ZstdFrame(sink, level);
        }
    }

    /** For hosts without zstd. Everybody has it, but it is slow: four times the work of zstd for less. */
    record Gzip() implements Encoding {
        @Override
        public OutputStream over(OutputStream sink) throws IOException {
            return new GZIPOutputStream(sink, 64 << 10) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            };
        }
    }

    /**
     * For {@code rebuild.sh}: what is different from older paths that the host has.
     *
     * @param narBytes of the new paths, which tells where in the old ones to look
     */
    record Patched(Bases bases, long narBytes) implements Encoding {
        @Override
        public OutputStream over(OutputStream sink) throws IOException {
            return PatchStream.open(this, sink);
        }
    }
}
