package dev.convoy.transfer.ssh.connection;

import java.io.IOException;
import java.time.Duration;

/** The host allows no further channel now, and none of ours came free in time. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    public NoRoomException(Duration waited) {
        super("the host allows no further command now, and none of ours ended within " + waited.toSeconds() + " s");
    }
}
