package dev.convoy.store.protocol;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Bytes of a peer that says nothing before a condition holds. */
final class DelayedStream extends InputStream {
    private final ByteArrayInputStream bytes;
    private final BooleanSupplier ready;

    DelayedStream(byte[] bytes, BooleanSupplier ready) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.ready = ready;
    }

    @Override
    public int read() {
        await();
        return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        await();
        return bytes.read(into, offset, length);
    }

    private void await() {
        while (!ready.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
