package dev.convoy.evaluator;

/** What a host's closure is. */
public enum HostKind {
    NIXOS
}
