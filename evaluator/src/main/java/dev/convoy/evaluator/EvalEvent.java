package dev.convoy.evaluator;

/** What happens while the fleet is evaluated. */
public sealed interface EvalEvent {
    /** @param hosts how many are to be evaluated, the cached ones not counted */
    record Started(int hosts, int evaluators) implements EvalEvent {}

    record HostEvaluated(HostName host, boolean fromCache) implements EvalEvent {}

    record HostFailed(HostName host, EvalFailure failure) implements EvalEvent {}

    /** A warning or trace line that Nix printed. */
    record Message(String text) implements EvalEvent {}
}
