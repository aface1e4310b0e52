package dev.convoy.transfer.pool;

import java.io.IOException;
import java.io.OutputStream;

/** Passes everything on but the end. */
final class Unclosed extends OutputStream {
    private final OutputStream out;

    Unclosed(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }
}
