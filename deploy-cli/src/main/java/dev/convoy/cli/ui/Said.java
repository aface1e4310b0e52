package dev.convoy.cli.ui;

import java.util.List;

/**
 * An event in words.
 *
 * @param more further lines, such as the tail of a log
 */
record Said(Weight weight, String text, List<String> more) {
    /** Who gets to read it. */
    enum Weight {
        /** A sample, shown only while it is true. */
        FLEETING,
        /** For log files. */
        DETAIL,
        /** A change of what a host does: plain output has it too. */
        STEP,
        /** Everyone, at once: the live table scrolls it past. */
        ALERT
    }

    Said {
        more = List.copyOf(more);
    }

    static Said fleeting() {
        return new Said(Weight.FLEETING, "", List.of());
    }

    static Said detail(String text) {
        return new Said(Weight.DETAIL, text, List.of());
    }

    static Said step(String text) {
        return new Said(Weight.STEP, text, List.of());
    }

    static Said alert(String text) {
        return new Said(Weight.ALERT, text, List.of());
    }

    /** Whether it is at least of that weight. */
    boolean weighs(Weight least) {
        return weight.compareTo(least) >= 0;
    }
}
