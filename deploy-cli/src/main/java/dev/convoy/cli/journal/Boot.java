package dev.convoy.cli.journal;

import java.util.List;

/**
 * A boot of a host that a run ended.
 *
 * @param id the kernel's; with it a host can be told from itself before
 * @param failedUnits of its last moments, which a restart is not to be blamed for
 */
public record Boot(String id, List<String> failedUnits) {
    public Boot {
        failedUnits = List.copyOf(failedUnits);
    }
}
