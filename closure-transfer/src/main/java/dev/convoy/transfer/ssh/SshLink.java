package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.Link;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to one host. A connection that is known to be dead is replaced when the host is needed again. */
public final class SshLink implements Link {
    private final SshTarget target;
    private final Connections connections;
    private final RootAccess rootAccess;
    private @Nullable SshMachine machine;
    private @Nullable TransferFailure refusal;
    private boolean closed;

    SshLink(SshTarget target, Connections connections, RootAccess rootAccess) {
        this.target = target;
        this.connections = connections;
        this.rootAccess = rootAccess;
    }

    @Override
    public String name() {
        return target.address();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A login that was rejected once is not tried again by later phases; only {@link #reconnect} tries again.
     *
     * @throws TransferException where the host cannot be reached
     */
    @Override
    public synchronized SshMachine machine() {
        if (machine != null && machine.isAlive()) {
            return machine;
        }
        if (refusal != null) {
            throw new TransferException(refusal);
        }
        return reconnect();
    }

    /**
     * {@inheritDoc}
     *
     * @throws TransferException where the host cannot be reached
     */
    @Override
    public synchronized SshMachine reconnect() {
        if (closed) {
            throw new TransferException(new TransferFailure.Unreachable(name(), "the link is closed", List.of()));
        }
        drop();
        try {
            var all = new HostConnections(connections.open(target), () -> connections.open(target));
            machine = new SshMachine(name(), all, rootAccess);
            refusal = null;
            return machine;
        } catch (TransferException e) {
            refusal = JumpHost.isFinal(e.failure()) ? e.failure() : null;
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }

    private void drop() {
        if (machine != null) {
            machine.close();
            machine = null;
        }
    }
}
