package dev.convoy.store.nar;

import java.io.IOException;
import java.io.InputStream;

/** Spells a file tree as the strings of its NAR. What becomes of the strings is the subclass's business. */
abstract class NarEncoder implements NarVisitor {
    private int depth;

    abstract void string(byte[] bytes) throws IOException;

    /** A string of {@code size} bytes, which are those of a file. */
    abstract void contents(long size, InputStream contents) throws IOException;

    @Override
    public void directory() throws IOException {
        open(Nar.DIRECTORY);
        depth++;
    }

    @Override
    public void entry(byte[] name) throws IOException {
        string(Nar.ENTRY);
        string(Nar.OPEN);
        string(Nar.NAME);
        string(name);
        string(Nar.NODE);
    }

    @Override
    public void endOfDirectory() throws IOException {
        depth--;
        close();
    }

    @Override
    public void file(boolean executable, long size, InputStream contents) throws IOException {
        open(Nar.REGULAR);
        if (executable) {
            string(Nar.EXECUTABLE);
            string(Nar.EMPTY);
        }
        string(Nar.CONTENTS);
        contents(size, contents);
        close();
    }

    @Override
    public void symlink(byte[] target) throws IOException {
        open(Nar.SYMLINK);
        string(Nar.TARGET);
        string(target);
        close();
    }

    private void open(byte[] type) throws IOException {
        if (depth == 0) {
            string(Nar.MAGIC);
        }
        string(Nar.OPEN);
        string(Nar.TYPE);
        string(type);
    }

    private void close() throws IOException {
        string(Nar.CLOSE);
        if (depth > 0) {
            string(Nar.CLOSE);
        }
    }
}
