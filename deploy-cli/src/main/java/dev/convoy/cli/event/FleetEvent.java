package dev.convoy.cli.event;

import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.Optional;

/** One thing that happened. {@code seq} rises by one with each event of a run. */
public record FleetEvent(long seq, Instant time, Optional<HostName> host, Phase phase, Body body) {}
