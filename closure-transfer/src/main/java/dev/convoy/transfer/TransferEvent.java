package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;

/** What happens while a closure is sent to one host. Byte counts are not events: see {@link TransferProgress}. */
public sealed interface TransferEvent {
    record Planned(int paths, long narBytes, int alreadyThere) implements TransferEvent {}

    record PathSent(StorePath path) implements TransferEvent {}

    /** The session ended early and is opened again; {@code remaining} paths are still missing. */
    record Resumed(String reason, int attempt, int remaining) implements TransferEvent {}

    record Finished(TransferResult result) implements TransferEvent {}
}
