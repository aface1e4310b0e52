package dev.convoy.store.protocol;

/** How a build ended; the order is that of the numbers on the wire. Source: libstore/build-result.hh. */
public enum BuildStatus {
    BUILT,
    SUBSTITUTED,
    ALREADY_VALID,
    PERMANENT_FAILURE,
    INPUT_REJECTED,
    OUTPUT_REJECTED,
    TRANSIENT_FAILURE,
    CACHED_FAILURE,
    TIMED_OUT,
    MISC_FAILURE,
    DEPENDENCY_FAILED,
    LOG_LIMIT_EXCEEDED,
    NOT_DETERMINISTIC,
    RESOLVES_TO_ALREADY_VALID,
    NO_SUBSTITUTERS,
    /** A number that a newer Nix added: a failure. */
    OTHER;

    private static final BuildStatus[] BY_NUMBER = values();

    public boolean isSuccess() {
        return this == BUILT || this == SUBSTITUTED || this == ALREADY_VALID || this == RESOLVES_TO_ALREADY_VALID;
    }

    static BuildStatus of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
    }
}
