package dev.convoy.evaluator;

/** A host that does not evaluate. */
public record HostFailure(HostName host, EvalFailure failure) {}
