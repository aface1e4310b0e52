package dev.convoy.cli.run;

import dev.convoy.cli.config.Settings;

/** One invocation of convoy: where it runs, and what the operator prefers. */
public record Session(Surroundings surroundings, Settings settings) {}
