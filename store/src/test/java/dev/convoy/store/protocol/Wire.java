package dev.convoy.store.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as a peer would send them, written out by hand: shares no code with what it tests. */
final class Wire {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Wire wire() {
        return new Wire();
    }

    static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    Wire u64(long... values) {
        for (long value : values) {
            for (int bit = 0; bit < 64; bit += 8) {
                bytes.write((int) (value >>> bit));
            }
        }
        return this;
    }

    Wire str(String... texts) {
        for (String text : texts) {
            byte[] raw = text.getBytes(StandardCharsets.UTF_8);
            u64(raw.length).raw(raw);
            while (bytes.size() % 8 != 0) {
                bytes.write(0);
            }
        }
        return this;
    }

    Wire set(String... texts) {
        return u64(texts.length).str(texts);
    }

    Wire raw(byte... more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}
