package dev.convoy.store.info;

import dev.convoy.store.NixFormatException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The lines of a {@code .narinfo} file, {@code Name: value}. */
final class NarInfoFields {
    private static final Set<String> ONCE = Set.of(
            "StorePath",
            "URL",
            "Compression",
            "FileHash",
            "FileSize",
            "NarHash",
            "NarSize",
            "References",
            "Deriver",
            "CA");

    private final String text;
    private final Map<String, String> single = new HashMap<>();
    private final SortedSet<String> signatures = new TreeSet<>();

    private NarInfoFields(String text) {
        this.text = text;
    }

    static NarInfoFields parse(String text) {
        NarInfoFields fields = new NarInfoFields(text);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int colon = text.indexOf(": ", from);
            if (end < 0) {
                throw new NixFormatException(text, text.length(), "a newline");
            }
            if (colon < 0 || colon > end) {
                throw new NixFormatException(text, from, "Name: value");
            }
            fields.add(text.substring(from, colon), text.substring(colon + 2, end), from);
            from = end + 1;
        }
        return fields;
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> new NixFormatException(text, -1, "a line " + name));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(single.get(name));
    }

    SortedSet<String> signatures() {
        return Collections.unmodifiableSortedSet(signatures);
    }

    /** A decimal number of bytes. */
    long size(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NixFormatException(digits, 0, "a decimal number of bytes");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new NixFormatException(digits, 0, "a number of bytes below 2^63");
        }
    }

    private void add(String name, String value, int at) {
        if (name.equals("Sig")) {
            signatures.add(value);
        } else if (single.putIfAbsent(name, value) != null && ONCE.contains(name)) {
            throw new NixFormatException(text, at, name + " once");
        }
    }
}
