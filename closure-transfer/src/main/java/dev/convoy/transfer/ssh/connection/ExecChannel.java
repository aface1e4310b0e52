package dev.convoy.transfer.ssh.connection;

import dev.convoy.store.machine.ExitStatus;
import dev.convoy.transfer.ssh.config.SafeText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** A session channel that runs one command, tells how it ended as soon as the host says so, and can be left at any time. */
public final class ExecChannel extends SessionChannel {
    /** What OpenSSH takes at most. */
    private static final int PACKET = 32 << 10;

    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final ChannelSlots slots;
    private final ChannelWriter writer;
    private final OutputStream stdin;
    private final Object receiving = new Object();
    private boolean abandoned;
    private volatile long asked;
    /** Until there is a command, that of none. */
    private volatile ProcessNotice notice = ProcessNotice.fresh();

    /**
     * @param slots of which it has taken one, and gives it back when the host has let go of the channel; only then may another
     *     one take its place (MaxSessions)
     */
    ExecChannel(Connection connection, ChannelSlots slots) {
        super(connection, StandardCharsets.UTF_8);
        var _ = gone.whenComplete((_, _) -> slots.release(this));
        this.slots = slots;
        this.writer = ChannelWriter.ofCommand(new Packets());
        this.stdin = new BufferedOutputStream(writer, PACKET);
    }

    /** Asks the host for the channel, and does not wait: {@link #awaitOpen} does. */
    void request() throws TransportException {
        asked = System.nanoTime();
        trans.write(buildOpenReq());
    }

    /** @throws net.schmizz.sshj.connection.channel.OpenFailException if the host does not give it */
    void awaitOpen() throws ConnectionException, InterruptedException {
        try {
            openEvent.await(conn.getTimeoutMs(), TimeUnit.MILLISECONDS);
        } catch (ConnectionException e) {
            if (e.getCause() instanceof InterruptedException interruption) {
                throw interruption;
            }
            throw e;
        }
    }

    /**
     * Asks for the command, and does not wait for a host to say that it starts it: its input can leave at once. One that says no
     * shows as the end of the command.
     *
     * @param told how the wrapper on the host tells its process
     * @throws InterruptedException before it has asked, so that the channel is as good as before
     */
    void exec(String line, ProcessNotice told) throws TransportException, InterruptedException {
        notice = told;
        try {
            sendChannelRequest("exec", true, new Buffer.PlainBuffer().putString(line, getRemoteCharset()));
        } catch (TransportException e) {
            if (e.getCause() instanceof InterruptedException newKeysAreAwaited) {
                throw newKeysAreAwaited;
            }
            throw e;
        }
    }

    public OutputStream stdin() {
        return stdin;
    }

    /** Completes when the host reports the exit, or when the channel is gone without such a report. */
    public CompletableFuture<ExitStatus> end() {
        return end;
    }

    /** No more input comes: the command ends by itself, and makes room for another. */
    public void leave() {
        slots.leaving(this, gone);
        Thread.ofVirtual().name("leaving").start(() -> {
            try {
                stdin.close(); // what was written may still wait for the host
            } catch (IOException e) {
                abandon();
            }
        });
    }

    /** For a channel that never came to be. */
    void leaveSlot() {
        gone.complete(null);
    }

    /** The number of the command's process on the host, once the wrapper has told it. */
    public CompletableFuture<Long> process() {
        return notice.process();
    }

    /**
     * Leaves: end of file for the command's input, a request to end it, and no more output for our readers, even where the
     * command goes on. OpenSSH 7.9 and later honours the request, but not where root logged in. What a command that has ended
     * left behind is meant to go on.
     */
    public void abandon() {
        synchronized (receiving) {
            abandoned = true;
            super.eofInputStreams();
        }
        if (Thread.currentThread().isInterrupted()) {
            // While new keys are agreed on, sshj sends nothing for a thread that is interrupted.
            Thread.ofVirtual().name("leaving").start(this::takeLeave);
        } else {
            takeLeave();
        }
    }

    private void takeLeave() {
        try {
            writer.endWith(afterEndOfFile -> {
                if (!afterEndOfFile) {
                    trans.write(newBuffer(Message.CHANNEL_EOF));
                }
                if (!end.isDone()) {
                    sendChannelRequest("signal", false, new Buffer.PlainBuffer().putString("TERM"));
                }
                super.sendClose();
            });
        } catch (IOException alreadyGone) {
            finishOff();
        }
    }

    @Override
    protected void init(int recipient, long window, long largestPacket) {
        slots.opened(Duration.ofNanos(System.nanoTime() - asked));
        super.init(recipient, window, largestPacket);
        writer.open(window, (int) Math.min(largestPacket, PACKET));
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        switch (message) {
            case CHANNEL_WINDOW_ADJUST -> {
                try {
                    writer.widen(packet.readUInt32());
                } catch (Buffer.BufferException e) {
                    throw new ConnectionException(e);
                }
            }
            case CHANNEL_FAILURE -> {
                end.complete(new ExitStatus.Lost("the host did not start the command"));
                notice.process().complete(0L);
                eofInputStreams();
                sendClose();
            }
            default -> super.handle(message, packet);
        }
    }

    @Override
    public void handleRequest(String request, SSHPacket packet) throws ConnectionException, TransportException {
        try {
            switch (request) {
                case "exit-status" -> end(new ExitStatus.Exited(packet.readUInt32AsInt()));
                case "exit-signal" -> end(new ExitStatus.Signalled(SafeText.oneLine(packet.readString())));
                default -> super.handleRequest(request, packet);
            }
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
    }

    private void end(ExitStatus status) {
        slots.leaving(this, gone); // before somebody who waited for the end wants a slot
        end.complete(status);
    }

    /**
     * Data for streams that we have closed would be an error to sshj, and the end of the connection. What the wrapper said on
     * standard error is not the command's; the few bytes of window that it took are not given back.
     */
    @Override
    protected void receiveInto(ChannelInputStream stream, SSHPacket packet) throws SSHException {
        synchronized (receiving) {
            if (stream == getErrorStream() && !notice.isComplete()) {
                deliver(notice.strip(bytesOf(packet)));
            } else if (!abandoned) {
                super.receiveInto(stream, packet);
            }
        }
    }

    @Override
    protected void eofInputStreams() {
        synchronized (receiving) {
            try {
                deliver(notice.rest());
            } catch (SSHException tooMuch) {
                end.complete(new ExitStatus.Lost(SafeText.oneLine(String.valueOf(tooMuch.getMessage()))));
            }
            super.eofInputStreams();
        }
    }

    private void deliver(byte[] bytes) throws SSHException {
        if (bytes.length > 0 && !abandoned) {
            super.receiveInto((ChannelInputStream) getErrorStream(), new SSHPacket().putBytes(bytes));
        }
    }

    private static byte[] bytesOf(SSHPacket packet) throws ConnectionException {
        try {
            return packet.readBytes();
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
    }

    @Override
    protected void closeAllStreams() {
        eofInputStreams();
        writer.end();
    }

    @Override
    protected void sendClose() throws TransportException {
        writer.end();
        super.sendClose();
    }

    @Override
    public void notifyError(SSHException error) {
        end.complete(new ExitStatus.Lost(SafeText.oneLine(String.valueOf(error.getMessage()))));
        writer.end();
        notice.process().complete(0L);
        super.notifyError(error);
        gone.complete(null);
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        end.complete(new ExitStatus.Lost("the host closed the channel without an exit status"));
        gone.complete(null);
    }

    private final class Packets implements ChannelWriter.Outlet {
        /** Header, padding and tag. */
        private static final int AROUND = 256;
        /** Where the transport puts the header. */
        private static final int BEGIN = 5;

        private @Nullable SSHPacket packet;

        /** In one packet again and again: it has left when the transport returns, and a fresh one would be zeroed each time. */
        @Override
        public void data(byte[] bytes, int offset, int length) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while the command was given its input");
            }
            SSHPacket data = packet == null ? new SSHPacket(new byte[PACKET + AROUND]) : packet;
            packet = data;
            data.rpos(0);
            data.wpos(BEGIN);
            data.rpos(BEGIN);
            data.putMessageID(Message.CHANNEL_DATA);
            data.putUInt32(getRecipient());
            trans.write(data.putUInt32(length).putRawBytes(bytes, offset, length));
        }

        @Override
        public void endOfFile() throws IOException {
            trans.write(newBuffer(Message.CHANNEL_EOF));
        }
    }
}
