package dev.convoy.store.machine;

import java.time.Duration;

/** How a command ended. {@link Lost} says nothing about what happened on the machine: read it there. */
public sealed interface ExitStatus {
    record Exited(int code) implements ExitStatus {}

    /** @param signal its name without SIG, such as {@code KILL} */
    record Signalled(String signal) implements ExitStatus {}

    /** The connection ended before the exit status came. The command may still run. */
    record Lost(String reason) implements ExitStatus {}

    record TimedOut(Duration after) implements ExitStatus {}

    default boolean isSuccess() {
        return this instanceof Exited(int code) && code == 0;
    }

    /** For messages, such as {@code exit status 4}. */
    default String describe() {
        return switch (this) {
            case Exited(int code) -> "exit status " + code;
            case Signalled(String signal) -> "ended by signal " + signal;
            case Lost(String reason) -> "connection lost (" + reason + ")";
            case TimedOut(Duration after) -> "no end after " + after.toSeconds() + " s";
        };
    }
}
