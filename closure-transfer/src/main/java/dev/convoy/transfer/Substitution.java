package dev.convoy.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When a host fetches paths from its own caches instead of being sent them. */
public enum Substitution {
    /** What others have signed, where the host can fetch it sooner than it can be sent. */
    AUTO,
    /** Whatever its caches have. */
    ALWAYS,
    NEVER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Substitution::word).toList();
    }

    public static Optional<Substitution> parse(String text) {
        return Arrays.stream(values()).filter(one -> one.word().equals(text)).findFirst();
    }
}
