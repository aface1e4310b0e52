package dev.convoy.transfer.ssh.connection;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;

/**
 * The channel of the next command, asked for when this one starts: the next one then starts a round trip sooner. The host keeps
 * it open, so that it takes one of the slots.
 */
final class SpareChannel {
    private final Connection connection;
    private final ChannelSlots slots;
    /** More than one where commands were called off that had asked for theirs. */
    private final Deque<ExecChannel> asked = new ArrayDeque<>();

    private boolean isRefused;

    SpareChannel(Connection connection, ChannelSlots slots) {
        this.connection = connection;
        this.slots = slots;
    }

    /** Does nothing where there is one, or where room is scarce; who wants one then opens it. */
    synchronized void prepare() {
        if (!asked.isEmpty() || isRefused || !slots.takeOneOfMany()) {
            return;
        }
        var channel = new ExecChannel(connection, slots);
        try {
            channel.request();
            asked.add(channel);
        } catch (IOException | RuntimeException e) {
            channel.leaveSlot(); // the connection is gone, as the next command will find out
        }
    }

    /** Waits for the host's answer, which most often is long there; none if it refused. */
    Optional<ExecChannel> take() throws ConnectionException, InterruptedException {
        Optional<ExecChannel> taken = takeAsked();
        if (taken.isEmpty()) {
            return taken;
        }
        try {
            awaitOpen(taken.get());
            return taken.filter(ExecChannel::isOpen);
        } catch (OpenFailException e) {
            refuse();
            return Optional.empty();
        }
    }

    /** Whoever is interrupted meanwhile leaves the channel to the next command. */
    void awaitOpen(ExecChannel channel) throws ConnectionException, InterruptedException {
        try {
            channel.awaitOpen();
        } catch (InterruptedException e) {
            keep(channel);
            throw e;
        }
    }

    /** One that was asked for and nobody wants any more: the host gives it nevertheless. */
    synchronized void keep(ExecChannel channel) {
        asked.add(channel);
    }

    private synchronized Optional<ExecChannel> takeAsked() {
        return Optional.ofNullable(asked.poll());
    }

    private synchronized void refuse() {
        isRefused = true;
    }
}
