package dev.convoy.store.protocol;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Passes a NAR on while it checks size and hash against what the store recorded. Holds the last byte back until both are
 * right: what is wrong here never becomes whole over there.
 */
final class CheckedNar extends OutputStream {
    private final PathInfo info;
    private final OutputStream sink;
    private final MessageDigest digest = sha256();
    private long seen;
    private byte last;
    private @Nullable IOException sinkFailure;

    private CheckedNar(PathInfo info, OutputStream sink) {
        this.info = info;
        this.sink = sink;
    }

    /**
     * Sends the NAR of {@code info}.
     *
     * @throws NarSourceException if the source is at fault; any other exception comes from {@code sink}
     */
    static void send(PathInfo info, NarSource source, OutputStream sink) throws IOException {
        CheckedNar checked = new CheckedNar(info, sink);
        try {
            source.writeTo(checked);
        } catch (IOException e) {
            if (checked.sinkFailure != null) {
                throw checked.sinkFailure;
            }
            throw e instanceof NarSourceException ? e : new NarSourceException(info.path(), "cannot be read", e);
        }
        checked.finish();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        digest.update(bytes, offset, length);
        seen += length;
        if (seen > info.narSize()) {
            throw mismatch("its NAR has more than the recorded " + info.narSize() + " bytes");
        }
        boolean ends = seen == info.narSize();
        last = bytes[offset + length - 1];
        pass(bytes, offset, ends ? length - 1 : length);
    }

    private void finish() throws IOException {
        if (seen < info.narSize()) {
            throw mismatch("its NAR has " + seen + " bytes, not the recorded " + info.narSize());
        }
        NixHash actual = NixHash.sha256(digest.digest());
        if (!actual.equals(info.narHash())) {
            throw mismatch("its NAR has the hash " + actual + ", not the recorded " + info.narHash());
        }
        sink.write(last);
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        try {
            sink.write(bytes, offset, length);
        } catch (IOException e) {
            sinkFailure = e;
            throw e;
        }
    }

    private NarSourceException mismatch(String problem) {
        return new NarSourceException(info.path(), problem, null);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
