package dev.convoy.transfer.delta;

import dev.convoy.store.Packaged;
import dev.convoy.store.machine.Command;
import java.time.Duration;

/** How the host's side of a delta is started. */
public final class RebuildCommand {
    private static final String SCRIPT = Packaged.text(RebuildCommand.class, "rebuild.sh");

    private RebuildCommand() {}

    /** Takes parcels of {@link DeltaPacking}; its output is the answers of the store's server. */
    public static Command within(Duration deadline) {
        return Command.shell("convoy-rebuild", SCRIPT).within(deadline);
    }
}
