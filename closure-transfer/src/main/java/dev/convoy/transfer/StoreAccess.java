package dev.convoy.transfer;

/** With whose rights a host's store is written. */
public enum StoreAccess {
    /** As root, directly; everything is taken. */
    ROOT,
    /** As the user that convoy logged in as, through the daemon; what has no good signature is taken from trusted users only. */
    LOGIN_USER
}
