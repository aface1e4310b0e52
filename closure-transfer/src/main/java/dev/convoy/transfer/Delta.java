package dev.convoy.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When paths are sent as what is different from older ones that the host has. */
public enum Delta {
    /** Where that is quicker. */
    AUTO,
    /** Wherever there is an older one. */
    ALWAYS,
    NEVER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Delta::word).toList();
    }

    public static Optional<Delta> parse(String text) {
        return Arrays.stream(values()).filter(one -> one.word().equals(text)).findFirst();
    }
}
