package dev.convoy.transfer.pool;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.protocol.NarSourceException;
import dev.convoy.store.protocol.ServeMessages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Writes what {@code rebuild.sh} reads. What is given is cut into chunks, and each chunk is compared with the part of the base
 * that lies at the same place, and with what is around it: so much memory is enough on both sides, however large a path is.
 */
final class PatchStream extends OutputStream {
    /** What the script counts slices in. */
    private static final int BLOCK = 64 << 10;

    private static final int CHUNK = 8 << 20;
    /** How far what is in the chunk may have moved. */
    private static final int MARGIN = 2 << 20;

    private static final int BLOCKS = (MARGIN + CHUNK + MARGIN) / BLOCK;

    /**
     * The fastest level indexes a third of the reference, which is enough: where it finds one old place, the next ones are
     * as far apart. The higher ones index everything and forget what does not fit their tables, or need tables of 128 MiB.
     */
    private static final int LEVEL = 1;

    /** As many places as a third of a reference has. With the table of the level, only the reference's end is found. */
    private static final int TABLE_LOG = 22;

    /** More than a chunk and its reference have. */
    private static final int WINDOW_LOG = 25;

    private static final int PLAIN_LEVEL = 3;

    /** Each takes about 70 MiB for the reference, the chunk, and zstd's tables. */
    private static final Semaphore AT_ONCE = new Semaphore(2, true);

    private final Encoding.Patched encoding;
    private final OutputStream sink;
    private final Optional<SpillFile> base;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(BLOCK);
    private long position;

    private PatchStream(Encoding.Patched encoding, OutputStream sink, Optional<SpillFile> base) {
        this.encoding = encoding;
        this.sink = sink;
        this.base = base;
    }

    static PatchStream open(Encoding.Patched encoding, OutputStream sink) throws IOException {
        Bases bases = encoding.bases();
        if (bases.paths().isEmpty()) {
            return new PatchStream(encoding, sink, Optional.empty());
        }
        SpillFile base = new SpillFile(bases.directory());
        try {
            sendBase(bases, base, sink);
            return new PatchStream(encoding, sink, Optional.of(base));
        } catch (NarSourceException e) {
            // An old path that is damaged here is no reason not to send the new one.
            base.close();
            return new PatchStream(encoding, sink, Optional.empty());
        } catch (IOException | RuntimeException e) {
            base.close();
            throw e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int now = Math.min(length - done, CHUNK - chunk.size());
            chunk.write(bytes, offset + done, now);
            done += now;
            if (chunk.size() == CHUNK) {
                endChunk();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            endChunk();
        } finally {
            if (base.isPresent()) {
                base.get().close();
            }
        }
    }

    private static void sendBase(Bases bases, SpillFile base, OutputStream sink) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        ServeMessages.greet(request);
        MessageDigest digest = sha256();
        OutputStream dump = new DigestOutputStream(base.asStream(), digest);
        for (PathInfo info : bases.paths()) {
            ServeMessages.dumpPath(info.path(), request);
            bases.source().open(info).writeTo(dump);
        }
        line("base " + request.size() + " " + NixHash.sha256(digest.digest()).base16(), sink);
        request.writeTo(sink);
    }

    private void endChunk() throws IOException {
        byte[] bytes = chunk.toByteArray();
        chunk.reset();
        if (bytes.length == 0) {
            return;
        }
        AT_ONCE.acquireUninterruptibly();
        try {
            if (base.isPresent()) {
                patch(bytes, base.get());
            } else {
                plain(bytes);
            }
        } finally {
            AT_ONCE.release();
        }
        position += bytes.length;
    }

    private void patch(byte[] bytes, SpillFile old) throws IOException {
        double share = (double) position / Math.max(1, encoding.narBytes());
        long first = Math.clamp((long) (share * old.size()) - MARGIN, 0, old.size() - 1) / BLOCK;
        int length = (int) Math.min(old.size() - first * BLOCK, (long) BLOCKS * BLOCK);
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(LEVEL).setHashLog(TABLE_LOG).setWindowLog(WINDOW_LOG);
            zstd.setChecksum(true);
            zstd.loadDict(old.read(first * BLOCK, length));
            byte[] frame = zstd.compress(bytes);
            line("slice " + first + " " + BLOCKS, sink);
            line("patch " + frame.length, sink);
            sink.write(frame);
        }
    }

    private void plain(byte[] bytes) throws IOException {
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            byte[] frame = zstd.setLevel(PLAIN_LEVEL).compress(bytes);
            line("plain " + frame.length, sink);
            sink.write(frame);
        }
    }

    private static void line(String text, OutputStream sink) throws IOException {
        sink.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
