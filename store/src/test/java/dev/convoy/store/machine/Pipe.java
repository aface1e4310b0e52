package dev.convoy.store.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** A bounded pipe between threads. Unlike the JDK's own it does not mind which threads read and write, or that they end. */
final class Pipe {
    private final byte[] ring = new byte[64 << 10];
    private int begin;
    private int size;
    private boolean closed;

    final InputStream source = new Source();
    final OutputStream sink = new Sink();

    /** The reader gets what was written before, then the end; the writer a broken pipe. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        awaitThat(() -> length == 0 || size > 0 || closed);
        int taken = Math.min(length, Math.min(size, ring.length - begin));
        System.arraycopy(ring, begin, bytes, offset, taken);
        begin = (begin + taken) % ring.length;
        size -= taken;
        notifyAll();
        return taken == 0 && length > 0 ? -1 : taken;
    }

    private synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        for (int written = 0; written < length; ) {
            awaitThat(() -> size < ring.length || closed);
            if (closed) {
                throw new IOException("broken pipe");
            }
            int end = (begin + size) % ring.length;
            int taken = Math.min(length - written, Math.min(ring.length - size, ring.length - end));
            System.arraycopy(bytes, offset + written, ring, end, taken);
            size += taken;
            written += taken;
            notifyAll();
        }
    }

    private synchronized void awaitThat(BooleanSupplier condition) throws IOException {
        try {
            while (!condition.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at a pipe");
        }
    }

    private final class Source extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return Pipe.this.read(bytes, offset, length);
        }

        @Override
        public int available() {
            synchronized (Pipe.this) {
                return size;
            }
        }

        @Override
        public void close() {
            Pipe.this.close();
        }
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Pipe.this.write(bytes, offset, length);
        }

        @Override
        public void close() {
            Pipe.this.close();
        }
    }
}
