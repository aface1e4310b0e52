package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.Optional;

/** One entry of a host's system profile. */
public record Generation(
        int number,
        StorePath toplevel,
        Instant created,
        Optional<String> nixosVersion,
        Optional<String> kernelVersion,
        boolean current,
        boolean running,
        boolean booted) {}
