package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.pool.Encoding;
import java.util.Optional;

/** Whether a host unpacks what it gets: a path that failed twice compressed, and everything after it, is sent as it is. */
final class PackingTrust {
    private Optional<StorePath> failedAt = Optional.empty();
    private boolean lost;

    boolean isLost() {
        return lost;
    }

    /** Where the decompressor may have ended the session, or changed what went through it. */
    boolean isToBlame(SessionEndedException end, Optional<TransferFailure> diagnosis, Route route) {
        boolean possible = !(route.encoding() instanceof Encoding.Raw)
                && !end.isLost()
                && diagnosis.map(TransferFailure.Corrupt.class::isInstance).orElse(true);
        if (possible) {
            lost = failedAt.isPresent() && failedAt.equals(end.inFlight());
            failedAt = end.inFlight();
        }
        return possible;
    }
}
