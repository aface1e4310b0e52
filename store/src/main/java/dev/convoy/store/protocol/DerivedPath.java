package dev.convoy.store.protocol;

import dev.convoy.store.path.StorePath;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What to build or fetch: a store object itself, or outputs of a derivation. */
public sealed interface DerivedPath {
    /** The object itself; for a derivation the {@code .drv} file. */
    record Opaque(StorePath path) implements DerivedPath {}

    /** @param outputs empty for all of them */
    record Built(StorePath derivation, SortedSet<String> outputs) implements DerivedPath {
        public Built {
            outputs = Collections.unmodifiableSortedSet(new TreeSet<>(outputs));
        }
    }

    static DerivedPath allOutputsOf(StorePath derivation) {
        return new Built(derivation, new TreeSet<>());
    }

    /** As the worker protocol has it from 1.30 on. */
    default String text() {
        return switch (this) {
            case Opaque(StorePath path) -> path.toString();
            case Built(StorePath derivation, SortedSet<String> outputs) ->
                derivation + "!" + (outputs.isEmpty() ? "*" : String.join(",", outputs));
        };
    }

    /** As older worker protocols and the serve protocol have it: a bare {@code .drv} means all of its outputs. */
    default String oldText() {
        return switch (this) {
            case Opaque(StorePath path) -> path.toString();
            case Built(StorePath derivation, SortedSet<String> outputs) ->
                outputs.isEmpty() ? derivation.toString() : derivation + "!" + String.join(",", outputs);
        };
    }
}
