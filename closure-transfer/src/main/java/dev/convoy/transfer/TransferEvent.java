package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;

/** What happens while a closure is sent to one host. Byte counts are not events: see {@link TransferProgress}. */
public sealed interface TransferEvent {
    record Planned(int paths, long narBytes, int alreadyThere) implements TransferEvent {}

    record PathSent(StorePath path) implements TransferEvent {}

    /** The host fetches these from its own caches, or tries to, while others are sent. */
    record Fetching(int paths, long narBytes) implements TransferEvent {}

    record PathFetched(StorePath path) implements TransferEvent {}

    /** What the host was to fetch, and did not; it is sent. */
    record NotFetched(int paths, long narBytes, String reason) implements TransferEvent {}

    /** The host could have fetched paths sooner than they are sent, but has no cache that gives it any. */
    record NothingToFetch(String reason) implements TransferEvent {}

    /** The session ended early and is opened again; {@code remaining} paths are still missing. */
    record Resumed(String reason, int attempt, int remaining) implements TransferEvent {}

    record Finished(TransferResult result) implements TransferEvent {}
}
