package dev.convoy.evaluator;

import dev.convoy.store.path.StorePath;

/** What happens while systems are built or fetched. */
public sealed interface BuildEvent {
    /** Sampled totals, at most a few a second. */
    record Progress(
            int built, int toBuild, int building, int fetched, int toFetch, long bytesFetched, long bytesToFetch)
            implements BuildEvent {}

    record BuildStarted(StorePath derivation) implements BuildEvent {}

    record BuildFinished(StorePath derivation) implements BuildEvent {}

    record LogLine(StorePath derivation, String text) implements BuildEvent {}

    /** The whole system of this host is there, while others may still build. */
    record HostBuilt(HostName host, StorePath toplevel) implements BuildEvent {}

    record HostFailed(HostName host, EvalFailure failure) implements BuildEvent {}

    record Message(String text) implements BuildEvent {}
}
