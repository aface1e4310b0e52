package dev.convoy.transfer.pool;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.protocol.NarSource;
import dev.convoy.store.protocol.NarSourceException;
import dev.convoy.store.protocol.ServeMessages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** Reads, checks and encodes one parcel, piece by piece, no further ahead than its readers want. */
final class ParcelMaker implements Runnable {
    /** More than the fields of a path take, unless it has hundreds of references. */
    private static final int FIELDS = 4 << 10;

    private final Parcel parcel;
    private final SourcePool.Source source;
    private final Memory memory;
    private final SharedParcel shared;
    private final Pieces pieces = new Pieces();
    private PathInfo current;
    private long narBytes;

    ParcelMaker(Parcel parcel, SourcePool.Source source, Memory memory, SharedParcel shared) {
        this.parcel = parcel;
        this.source = source;
        this.memory = memory;
        this.shared = shared;
        this.current = parcel.paths().getFirst();
    }

    @Override
    public void run() {
        try (pieces) {
            encode();
            pieces.handOver();
            locked(shared::end);
        } catch (SharedParcel.UnwantedException e) {
            return;
        } catch (NarSourceException e) {
            locked(() -> shared.fail(e));
        } catch (IOException | RuntimeException | LinkageError e) {
            locked(() -> shared.fail(new NarSourceException(current.path(), "cannot be prepared: " + e, e)));
        }
    }

    private void encode() throws IOException {
        try (OutputStream encoded = parcel.encoding().over(new Unclosed(pieces))) {
            for (PathInfo info : parcel.paths()) {
                current = info;
                NarSource nar = source.open(info);
                ServeMessages.addPath(source.told(info), sink -> nar.writeTo(new Counted(sink)), encoded);
            }
        }
    }

    private void locked(Runnable action) {
        memory.lock().lock();
        try {
            action.run();
        } finally {
            memory.lock().unlock();
        }
    }

    private final class Counted extends OutputStream {
        private final OutputStream out;

        private Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            narBytes++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            narBytes += length;
        }
    }

    /** Cuts what is written into pieces. */
    private final class Pieces extends OutputStream {
        private byte[] buffer = new byte[0];
        private int filled;
        private long accounted;
        private long made;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == buffer.length) {
                    handOver();
                    buffer = take(length - done);
                }
                int now = Math.min(length - done, buffer.length - filled);
                System.arraycopy(bytes, offset + done, buffer, filled, now);
                filled += now;
                done += now;
            }
        }

        /** Also where the parcel is not whole: gives back what was taken for the next piece. */
        @Override
        public void close() {
            byte[] rest = buffer;
            buffer = new byte[0];
            filled = 0;
            if (rest.length > 0) {
                locked(() -> memory.give(rest));
            }
        }

        /** The last piece of a small path needs no whole buffer. */
        private byte[] take(int atLeast) throws IOException {
            long rest = parcel.narSize() + (long) FIELDS * parcel.paths().size() - made;
            int size = Math.clamp(rest, Math.min(Math.max(atLeast, FIELDS), Piece.SIZE), Piece.SIZE);
            try {
                return memory.take(size, shared);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("nobody has this thread, so nobody can interrupt it");
            }
        }

        private void handOver() {
            if (filled > 0) {
                Piece piece = new Piece(buffer, filled, narBytes - accounted);
                locked(() -> shared.add(piece));
                accounted = narBytes;
                made += filled;
                buffer = new byte[0];
                filled = 0;
            }
        }
    }
}
