package dev.convoy.store.protocol;

import java.io.IOException;
import java.time.Duration;

/**
 * Limits of a build through the serve protocol; zero means none.
 *
 * @param maxSilent after this long without output a build is ended
 * @param timeout after this long it is ended in any case
 * @param maxLogBytes after this much output it is ended
 */
public record BuildOptions(Duration maxSilent, Duration timeout, long maxLogBytes, boolean keepFailed) {
    public static final BuildOptions UNLIMITED = new BuildOptions(Duration.ZERO, Duration.ZERO, 0, false);

    void write(WireWriter out, int version) throws IOException {
        out.u64(maxSilent.toSeconds());
        out.u64(timeout.toSeconds());
        out.u64(maxLogBytes);
        out.u64(0); // repeats: a removed feature
        out.u64(0); // enforce determinism: likewise
        if (version >= 0x207) {
            out.bool(keepFailed);
        }
    }
}
