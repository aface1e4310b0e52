package dev.convoy.store.nar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The size of a file tree's NAR, from the directories alone: no file is opened. */
public final class NarSize {
    private NarSize() {}

    /** In bytes. Throws what {@link NarWriter#write} throws for the same tree, except for files that change. */
    public static long of(Path root) throws IOException {
        Counter counter = new Counter();
        NarTree.visit(root, counter);
        return counter.size;
    }

    private static final class Counter extends NarEncoder {
        private long size;

        @Override
        void string(byte[] bytes) {
            add(bytes.length);
        }

        @Override
        void contents(long size, InputStream contents) {
            add(size);
        }

        private void add(long length) {
            size += Long.BYTES + length + Nar.padding(length);
        }
    }
}
