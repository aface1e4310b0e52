package dev.convoy.transfer.ssh;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to a jump host. Hosts that wait for it while it is tried share the outcome: a fleet behind a bastion
 * that rejects our key costs one failed login, not one per host.
 */
final class JumpHost {
    private final AtomicInteger attempts = new AtomicInteger();
    private @Nullable SshConnection connection;
    private @Nullable TransferFailure failure;

    interface Opener {
        SshConnection open() throws InterruptedException;
    }

    SshConnection connection(Opener opener) throws InterruptedException {
        int seen = attempts.get();
        synchronized (this) {
            if (connection != null && connection.isAlive()) {
                return connection;
            }
            if (failure != null && (seen != attempts.get() || isFinal(failure))) {
                throw new TransferException(failure);
            }
            try {
                connection = opener.open();
                failure = null;
                return connection;
            } catch (TransferException e) {
                failure = e.failure();
                throw e;
            } finally {
                attempts.incrementAndGet();
            }
        }
    }

    synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }

    /** What a second try in the same run would not change, but make worse. */
    static boolean isFinal(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.HostKeyUnknown _,
                    TransferFailure.HostKeyMismatch _,
                    TransferFailure.AuthRejected _,
                    TransferFailure.EscalationRefused _ -> true;
            case TransferFailure.Unreachable _,
                    TransferFailure.NoSession _,
                    TransferFailure.NotTrusted _,
                    TransferFailure.NotInCache _,
                    TransferFailure.DiskFull _,
                    TransferFailure.Corrupt _,
                    TransferFailure.Broken _ -> false;
        };
    }
}
