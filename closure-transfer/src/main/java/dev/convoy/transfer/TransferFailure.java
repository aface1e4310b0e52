package dev.convoy.transfer;

import java.util.List;

/** Why a host could not be reached, or a closure not be brought to it. */
public sealed interface TransferFailure {
    /** The host's address, as it was tried. */
    String host();

    /** What went wrong, in one sentence. */
    String message();

    /** Stable, such as {@code transfer.host-key-mismatch}; listed in docs/errors.md. */
    default String code() {
        return switch (this) {
            case Unreachable _ -> "transfer.unreachable";
            case NoSession _ -> "transfer.no-session";
            case HostKeyUnknown _ -> "transfer.host-key-unknown";
            case HostKeyMismatch _ -> "transfer.host-key-mismatch";
            case AuthRejected _ -> "transfer.auth-rejected";
            case EscalationRefused _ -> "transfer.escalation-refused";
            case NotTrusted _ -> "transfer.not-trusted";
            case NotInCache _ -> "transfer.not-in-cache";
            case DiskFull _ -> "transfer.disk-full";
            case Corrupt _ -> "transfer.corrupt";
            case Broken _ -> "transfer.broken";
        };
    }

    /** Whether there was no connection that could be used, which may be different a moment later. */
    default boolean isOfConnecting() {
        return this instanceof Unreachable || this instanceof NoSession;
    }

    /** What to do next. */
    List<String> hints();

    /** No connection: nobody answers at any of the host's addresses. Only this is what a host looks like that is off. */
    record Unreachable(String host, String message, List<String> hints) implements TransferFailure {}

    /** Somebody answers, or would, but no SSH session comes of it. Nothing is said of who that is. */
    record NoSession(String host, String message, List<String> hints) implements TransferFailure {}

    record HostKeyUnknown(String host, String message, List<String> hints) implements TransferFailure {}

    record HostKeyMismatch(String host, String message, List<String> hints) implements TransferFailure {}

    record AuthRejected(String host, String message, List<String> hints) implements TransferFailure {}

    record EscalationRefused(String host, String message, List<String> hints) implements TransferFailure {}

    record NotTrusted(String host, String message, List<String> hints) implements TransferFailure {}

    /** The host's caches do not give it what it was to fetch. */
    record NotInCache(String host, String message, List<String> hints) implements TransferFailure {}

    record DiskFull(String host, String message, List<String> hints) implements TransferFailure {}

    record Corrupt(String host, String message, List<String> hints) implements TransferFailure {}

    /** The connection broke, or the store session on the host ended, more often than is retried. */
    record Broken(String host, String message, List<String> hints) implements TransferFailure {}
}
