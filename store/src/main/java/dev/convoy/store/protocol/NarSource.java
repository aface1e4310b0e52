package dev.convoy.store.protocol;

import java.io.IOException;
import java.io.OutputStream;

/** Gives the NAR of one path when asked: nothing is read before the wire is ready for it. */
@FunctionalInterface
public interface NarSource {
    /** Writes the whole NAR; does not close {@code sink}. */
    void writeTo(OutputStream sink) throws IOException;
}
