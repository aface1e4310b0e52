package dev.convoy.store.info;

import dev.convoy.store.NixFormatException;
import java.util.Base64;
import java.util.Optional;

/** {@code name:base64}, in which Nix writes keys and signatures. Not a record, so that nothing prints secret bytes. */
final class NamedBytes {
    private final String name;
    private final byte[] bytes;

    private NamedBytes(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Tells nothing about a text that it cannot read, which may be a secret. */
    static Optional<NamedBytes> read(String text, int size) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(colon + 1).strip());
            return bytes.length == size
                    ? Optional.of(new NamedBytes(text.substring(0, colon), bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static NamedBytes parse(String text, int size, String expected) {
        return read(text, size).orElseThrow(() -> new NixFormatException(text, -1, "name:base64, " + expected));
    }

    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }
}
