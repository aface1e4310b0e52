package dev.convoy.store.protocol;

/** Whether a daemon takes paths from this user without a signature. */
public enum Trust {
    /** Daemons before 1.35 do not say. */
    UNKNOWN,
    TRUSTED,
    NOT_TRUSTED
}
