package dev.convoy.activation;

import java.time.Instant;

/** Who is changing the host now. */
public record HostLock(String runId, String operator, Instant since) {}
