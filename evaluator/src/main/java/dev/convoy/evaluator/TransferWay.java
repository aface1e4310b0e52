package dev.convoy.evaluator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a system reaches a host. */
public enum TransferWay {
    /** From this machine. */
    DIRECT,
    /** From a cache, to which this machine copies it. */
    CACHE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(TransferWay::word).toList();
    }

    public static Optional<TransferWay> parse(String text) {
        return Arrays.stream(values()).filter(one -> one.word().equals(text)).findFirst();
    }
}
