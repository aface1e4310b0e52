package dev.convoy.cli.plan;

import java.util.List;

/**
 * One package that differs between two closures.
 *
 * @param before, after its versions in order; empty where it was not, or will not be, there; a version of {@code ""} is a
 *     package whose name has none
 * @param bytesBefore, bytesAfter of all its paths
 */
public record PackageChange(String name, List<String> before, List<String> after, long bytesBefore, long bytesAfter) {
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    public PackageChange {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    public Kind kind() {
        return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }

    public long growth() {
        return bytesAfter - bytesBefore;
    }
}
