package dev.convoy.cli.config;

import java.nio.file.Path;

/** Where a setting's value came from. */
public sealed interface Origin {
    record BuiltIn() implements Origin {}

    record Flag(String name) implements Origin {}

    record Variable(String name) implements Origin {}

    record Line(Path file, int line) implements Origin {}

    /** For messages and for {@code config show}. */
    default String describe() {
        return switch (this) {
            case BuiltIn() -> "default";
            case Flag(String name) -> "flag " + name;
            case Variable(String name) -> "variable " + name;
            case Line(Path file, int line) -> file + ":" + line;
        };
    }
}
