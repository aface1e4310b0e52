package dev.convoy.cli.event;

import java.util.List;

/** How a run ended for one host. */
public sealed interface HostOutcome {
    /** @param summary what became true, such as {@code switched to /nix/store/…} */
    record Succeeded(String summary, List<String> warnings) implements HostOutcome {}

    record Unchanged(String summary) implements HostOutcome {}

    /** The new system did not hold and the old one is back, as read from the host. */
    record RolledBack(Failure cause) implements HostOutcome {}

    record Failed(Failure cause) implements HostOutcome {}

    record Skipped(String reason) implements HostOutcome {}

    /** The host could not be read afterwards. */
    record Indeterminate(Failure cause) implements HostOutcome {}
}
