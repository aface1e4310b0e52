package dev.convoy.activation;

/** What happens while a host is activated. */
public sealed interface ActivationEvent {
    /** @param step such as {@code testing}, {@code committing}, {@code reverting} */
    record StepReached(String step) implements ActivationEvent {}

    record LogLine(String text) implements ActivationEvent {}

    /** The connection is gone; the supervisor goes on without it. */
    record ConnectionLost(String reason) implements ActivationEvent {}

    record Reconnected() implements ActivationEvent {}
}
