package dev.convoy.store.nar;

import java.io.IOException;
import java.io.InputStream;

/** Sees everything and keeps nothing. */
class Quiet implements NarVisitor {
    @Override
    public void directory() throws IOException {}

    @Override
    public void entry(byte[] name) throws IOException {}

    @Override
    public void endOfDirectory() throws IOException {}

    @Override
    public void file(boolean executable, long size, InputStream contents) throws IOException {}

    @Override
    public void symlink(byte[] target) throws IOException {}
}
