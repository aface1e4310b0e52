package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.Optional;

/**
 * What convoy put on a host. Written on the host by the supervisor, after the fact that it tells.
 *
 * @param previous what ran before; where a rollback without a generation goes
 * @param revision the flake's git revision
 * @param result such as {@code activated}, {@code degraded}, {@code failed}
 */
public record LedgerEntry(
        String runId,
        Instant time,
        String operator,
        String goal,
        StorePath toplevel,
        Optional<StorePath> previous,
        Optional<String> revision,
        boolean dirty,
        Optional<String> lockHash,
        String result) {}
