package dev.convoy.store.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/**
 * Sends bytes of unknown number as frames: a length, so many raw bytes, and a length of 0 after the last one. Gives up early
 * when nobody wants them any more. Source: libutil/serialise.hh, FramedSink.
 */
final class FramedOutput extends OutputStream {
    /** Thrown by writes once the other side has answered. */
    static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final int FRAME = 64 << 10;

    private final WireWriter out;
    private final BooleanSupplier stopped;
    private final byte[] frame = new byte[FRAME];
    private int filled;

    FramedOutput(WireWriter out, BooleanSupplier stopped) {
        this.out = out;
        this.stopped = stopped;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, FRAME - filled);
            System.arraycopy(bytes, offset + done, frame, filled, n);
            filled += n;
            done += n;
            if (filled == FRAME) {
                send();
            }
        }
    }

    /** Ends the frames, not the stream beneath. */
    @Override
    public void close() throws IOException {
        if (filled > 0 && !stopped.getAsBoolean()) {
            send();
        }
        out.u64(0);
        out.flush();
    }

    private void send() throws IOException {
        if (stopped.getAsBoolean()) {
            filled = 0;
            throw new StoppedException();
        }
        out.u64(filled);
        out.raw().write(frame, 0, filled);
        filled = 0;
    }
}
