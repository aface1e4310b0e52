package dev.convoy.transfer.ssh.hostkey;

import java.util.List;

/** What known_hosts says of a key that a host offers. */
sealed interface HostKeyVerdict {
    record Known() implements HostKeyVerdict {}

    /** No key of any type is known for the host. */
    record Unknown() implements HostKeyVerdict {}

    /** The host is known by other keys: somebody else answers, or it was installed anew. */
    record Changed(List<KnownHost> known) implements HostKeyVerdict {}

    record Revoked(KnownHost line) implements HostKeyVerdict {}
}
