package dev.convoy.activation;

import java.time.Instant;
import java.util.Optional;

/**
 * Who is changing the host now.
 *
 * @param state of the run, such as {@code awaiting-confirmation}; empty where the host does not say
 * @param until when the host goes back or on by itself, by its own clock
 */
public record HostLock(String runId, String operator, Instant since, Optional<String> state, Optional<Instant> until) {}
