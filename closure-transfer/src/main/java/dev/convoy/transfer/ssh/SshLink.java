package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.Link;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.connection.ConnectFailures;
import dev.convoy.transfer.ssh.hostkey.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one host. A connection that is known to be dead is replaced when the host is needed again. Of several addresses
 * the next one is tried where there is no connection to the one before: whoever answers and is not the host, or does not let
 * convoy in, ends it.
 */
public final class SshLink implements Link {
    private final List<SshTarget> addresses;
    private final HostIdentity identity;
    private final Connections connections;
    private final RootAccess rootAccess;
    private @Nullable SshMachine machine;
    private @Nullable TransferFailure refusal;
    private boolean closed;
    private volatile SshTarget inUse;

    /** @param addresses at least one */
    SshLink(List<SshTarget> addresses, Connections connections, RootAccess rootAccess) {
        this.addresses = List.copyOf(addresses);
        this.inUse = addresses.getFirst();
        this.identity = connections.identityOf(addresses);
        this.connections = connections;
        this.rootAccess = rootAccess;
    }

    /** The address at which the host answered last; as long as it did not, the first of them. */
    @Override
    public String name() {
        return inUse.address();
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
            throw new TransferException(new TransferFailure.NoSession(name(), "the link is closed", List.of()));
        }
        drop();
        List<TransferFailure> failures = new ArrayList<>();
        for (SshTarget target : inTurn()) {
            try {
                machine = connect(target);
                return machine;
            } catch (TransferException e) {
                if (!e.failure().isOfConnecting()) {
                    refusal = JumpHost.isFinal(e.failure()) ? e.failure() : null;
                    throw e;
                }
                failures.add(e.failure());
            }
        }
        refusal = null;
        throw new TransferException(ConnectFailures.nowhere(failures));
    }

    /** Where the host was last is where it most likely is. */
    private List<SshTarget> inTurn() {
        List<SshTarget> turn = new ArrayList<>(addresses);
        turn.remove(inUse);
        turn.addFirst(inUse);
        return turn;
    }

    private SshMachine connect(SshTarget target) {
        var all = new HostConnections(connections.open(target, identity), () -> connections.open(target, identity));
        inUse = target;
        refusal = null;
        return new SshMachine(target.address(), all, rootAccess);
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
