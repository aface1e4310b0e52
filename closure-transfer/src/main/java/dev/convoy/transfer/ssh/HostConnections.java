package dev.convoy.transfer.ssh;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.ssh.connection.ExecChannel;
import dev.convoy.transfer.ssh.connection.NoRoomException;
import dev.convoy.transfer.ssh.connection.ProcessNotice;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The connections to one host: one, unless its sshd allows one command on each (MaxSessions 1). There a session that lasts,
 * such as the one that holds a closure until it is activated, would keep everything else out.
 */
final class HostConnections {
    /** Beyond these, what can do without a connection of its own does: sshd turns away who comes with many (MaxStartups). */
    private static final int MOST_IF_ROOM = 2;

    private final SshConnection first;
    private final Supplier<SshConnection> opener;
    private final List<SshConnection> more = new CopyOnWriteArrayList<>();

    /** A command that runs on one of them. */
    record Started(ExecChannel channel, SshConnection connection) {}

    HostConnections(SshConnection first, Supplier<SshConnection> opener) {
        this.first = first;
        this.opener = opener;
    }

    SshConnection first() {
        return first;
    }

    /**
     * Waits where the host allows no further channel now, but others on the same connection will end.
     *
     * @throws TransferException if another connection is needed and refused
     */
    Started exec(String line, ProcessNotice notice, Duration atMost) throws IOException, InterruptedException {
        Optional<Started> started = onOpen(line, notice, atMost);
        return started.isPresent() ? started.get() : onAnother(line, notice);
    }

    /**
     * As {@link #exec}, but waits no longer than for a command to go that has ended.
     *
     * @throws NoRoomException where there is no room now
     */
    Started execIfRoom(String line, ProcessNotice notice) throws IOException, InterruptedException {
        Optional<Started> started = onOpen(line, notice, Duration.ZERO);
        if (started.isPresent()) {
            return started.get();
        }
        if (more.size() >= MOST_IF_ROOM) {
            throw new NoRoomException(Duration.ZERO);
        }
        try {
            return onAnother(line, notice);
        } catch (TransferException e) {
            throw new NoRoomException(Duration.ZERO);
        }
    }

    /** On the first connection, where a channel was given to it beside that of the first command. */
    Optional<Started> execBeside(String line, ProcessNotice notice) throws IOException, InterruptedException {
        return first.execBeside(line, notice).map(channel -> new Started(channel, first));
    }

    void close() {
        more.forEach(SshConnection::close);
        first.close();
    }

    /** None where each of them allows one command, and runs it. */
    private Optional<Started> onOpen(String line, ProcessNotice notice, Duration atMost)
            throws IOException, InterruptedException {
        more.removeIf(connection -> !connection.isAlive());
        try {
            return Optional.of(new Started(first.exec(line, notice, atMost), first));
        } catch (NoRoomException e) {
            if (!first.allowsOne()) {
                throw e;
            }
        }
        for (SshConnection connection : more) {
            Optional<Started> started = onFree(connection, line, notice);
            if (started.isPresent()) {
                return started;
            }
        }
        return Optional.empty();
    }

    private static Optional<Started> onFree(SshConnection connection, String line, ProcessNotice notice)
            throws IOException, InterruptedException {
        try {
            return Optional.of(new Started(connection.exec(line, notice, Duration.ZERO), connection));
        } catch (NoRoomException e) {
            return Optional.empty();
        }
    }

    private Started onAnother(String line, ProcessNotice notice) throws IOException, InterruptedException {
        SshConnection another = opener.get();
        more.add(another);
        return new Started(another.exec(line, notice, Duration.ZERO), another);
    }
}
