package dev.convoy.cli.plan;

/** What of a closure the host lacks. */
public record CopyPlan(int paths, long narBytes) {}
