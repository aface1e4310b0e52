package dev.convoy.activation;

/** How far an activation got by itself: to the point where it wants a confirmation, or to its end. */
public sealed interface Begun {
    /** The new system runs, and goes again by itself unless it is confirmed in time. */
    record OnTrial(Trial trial) implements Begun {}

    record Ended(ActivationOutcome outcome) implements Begun {}

    /** The end; what is on trial is confirmed at once. That proves a new connection, and nothing else of its health. */
    default ActivationOutcome confirmed() throws InterruptedException {
        return switch (this) {
            case OnTrial(Trial trial) -> trial.confirm();
            case Ended(ActivationOutcome outcome) -> outcome;
        };
    }
}
