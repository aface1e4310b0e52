package dev.convoy.evaluator;

/** Which hosts of a fleet are wanted. Asked once per name, before anything about the host is evaluated. */
@FunctionalInterface
public interface HostChoice {
    /** {@code Always} and {@code Never} cost no evaluation; anything else has the host's tags evaluated first. */
    TagCondition conditionFor(HostName name);
}
