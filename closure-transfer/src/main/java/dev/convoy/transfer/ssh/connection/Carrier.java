package dev.convoy.transfer.ssh.connection;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import net.schmizz.sshj.connection.Connection;

/** What brings the packets of a connection that is logged in to the host and back. */
public interface Carrier {
    /** The channels, as sshj sees them. */
    Connection connection();

    boolean isUp();

    /** @param told why the connection is over, as soon as that is known; perhaps several times, the first is the cause */
    void whenLost(Consumer<String> told);

    /** Says goodbye, but not for longer than it takes: the peer may be gone. */
    void close();

    /** Where OpenSSH's client takes further commands for this connection. */
    default Optional<Path> controlPath() {
        return Optional.empty();
    }
}
