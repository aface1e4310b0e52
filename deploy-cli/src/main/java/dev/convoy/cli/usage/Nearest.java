package dev.convoy.cli.usage;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant: the one with the fewest typing slips, if they are few. */
public final class Nearest {
    private Nearest() {}

    /** The nearest of {@code known}; empty if none is within a third of the word's length, dashes before it not counted. Ties go to the first in order. */
    public static Optional<String> to(String typed, Collection<String> known) {
        int limit = Math.max(1, typed.replaceFirst("^-+", "").length() / 3);
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .sorted(Comparator.<String>comparingInt(k -> distance(wanted, k.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .findFirst()
                .filter(k -> distance(wanted, k.toLowerCase(Locale.ROOT)) <= limit);
    }

    /** {@code "; did you mean web1?"}, or nothing. */
    public static String suggestion(String typed, Collection<String> known) {
        return to(typed, known).map(k -> "; did you mean " + k + "?").orElse("");
    }

    /** Insertions, deletions, substitutions and swaps of neighbours. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        Arrays.setAll(d[0], j -> j);
        for (int i = 1; i <= a.length(); i++) {
            d[i][0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int slip = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + slip);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
