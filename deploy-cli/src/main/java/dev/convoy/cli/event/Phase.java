package dev.convoy.cli.event;

/** Where a run, or a host in it, is. */
public enum Phase {
    EVALUATE,
    OBSERVE,
    PLAN,
    BUILD,
    TRANSFER,
    ACTIVATE,
    HEALTH,
    ROLLBACK,
    REPORT
}
