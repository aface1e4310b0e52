package dev.convoy.activation;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one of the scripts printed: lines of key, tab, value. A key that is missing or empty is unknown; one may come
 * several times.
 */
record HostAnswer(Map<String, List<String>> facts) {
    /**
     * Reads an answer that begins with {@code kind} and has its end marker; empty where either is missing. What comes
     * before the first line, such as the greeting of a login shell, is left out.
     */
    static Optional<HostAnswer> parse(String stdout, String kind) {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        boolean begun = false;
        for (String line : stdout.split("\n", -1)) {
            begun |= line.equals(kind + "\t1");
            if (begun && line.equals("end\tok")) {
                return Optional.of(new HostAnswer(facts));
            }
            int tab = line.indexOf('\t');
            if (begun && tab > 0) {
                facts.computeIfAbsent(line.substring(0, tab), key -> new ArrayList<>())
                        .add(line.substring(tab + 1));
            }
        }
        return Optional.empty();
    }

    /** What came after the end marker of an answer that is whole. */
    static String rest(String stdout) {
        String marker = "\nend\tok\n";
        int end = stdout.indexOf(marker);
        return end < 0 ? "" : stdout.substring(end + marker.length());
    }

    /** Whether the script began to answer at all: if not, the host refused to run it. */
    static boolean hasBegun(String stdout, String kind) {
        return stdout.lines().anyMatch(line -> line.equals(kind + "\t1"));
    }

    Optional<String> text(String key) {
        return all(key).stream().filter(value -> !value.isEmpty()).findFirst();
    }

    List<String> all(String key) {
        return facts.getOrDefault(key, List.of());
    }

    /** Of values that begin with {@code name} and a tab, what comes after it. */
    List<String> parts(String key, String name) {
        String prefix = name + "\t";
        return all(key).stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    OptionalLong number(String key) {
        try {
            return text(key)
                    .map(value -> OptionalLong.of(Long.parseLong(value)))
                    .orElseGet(OptionalLong::empty);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    OptionalInt smallNumber(String key) {
        OptionalLong number = number(key);
        boolean small = number.isPresent() && number.getAsLong() == (int) number.getAsLong();
        return small ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    /** Empty also where the host answered with something that is not a store path. */
    Optional<StorePath> path(String key) {
        return text(key).flatMap(HostAnswer::storePath);
    }

    static Optional<StorePath> storePath(String text) {
        try {
            return Optional.of(StorePath.parse(text));
        } catch (NixFormatException e) {
            return Optional.empty();
        }
    }
}
