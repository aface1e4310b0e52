package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.pool.Encoding;
import java.util.Optional;

/** Whether a host unpacks what it gets: a path that failed twice compressed, and everything after it, is sent as it is. */
final class PackingTrust {
    private Optional<StorePath> failedAt = Optional.empty();
    private boolean lost;
    private boolean deltaLost;

    boolean isLost() {
        return lost;
    }

    /** Whether a comparison with older paths has failed here: another one would, too. */
    boolean isDeltaLost() {
        return deltaLost;
    }

    /** Where the decompressor may have ended the session, or changed what went through it. */
    boolean isToBlame(SessionEndedException end, Optional<TransferFailure> diagnosis, Route route) {
        if (route.delta().isPresent() && isDeltaToBlame(end, diagnosis)) {
            deltaLost = true;
            return true;
        }
        boolean possible = !(route.encoding() instanceof Encoding.Raw)
                && !end.isLost()
                && diagnosis.map(TransferFailure.Corrupt.class::isInstance).orElse(true);
        if (possible) {
            lost = failedAt.isPresent() && failedAt.equals(end.inFlight());
            failedAt = end.inFlight();
        }
        return possible;
    }

    /** What the script says itself comes before what else may be read from its words, such as a full disk for its own files. */
    private static boolean isDeltaToBlame(SessionEndedException end, Optional<TransferFailure> diagnosis) {
        return end.stderr().stream().anyMatch(line -> line.startsWith("convoy: delta:"))
                || (!end.isLost()
                        && diagnosis
                                .map(TransferFailure.Corrupt.class::isInstance)
                                .orElse(true));
    }
}
