package dev.convoy.store.nar;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a file tree consists of, in the order of its NAR. Exactly one node comes at the root, and one after each
 * {@link #entry}; nodes are {@link #file}, {@link #symlink}, or {@link #directory} up to its {@link #endOfDirectory}.
 */
public interface NarVisitor {
    /** A directory begins. */
    void directory() throws IOException;

    /** The next node is this entry of the innermost open directory. Names ascend by their unsigned bytes. */
    void entry(byte[] name) throws IOException;

    void endOfDirectory() throws IOException;

    /** @param contents {@code size} bytes; valid during the call only, and need not be read */
    void file(boolean executable, long size, InputStream contents) throws IOException;

    void symlink(byte[] target) throws IOException;
}
