package dev.convoy.cli.run.reach;

import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.store.info.Closure;
import dev.convoy.transfer.TransferPlan;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import dev.convoy.transfer.TransferSession;

/** A shipment through a transfer session, which holds the host's temporary roots. */
final class SessionShipment implements Shipment {
    private final TransferSession session;
    private final TransferPlan missing;

    private SessionShipment(TransferSession session, TransferPlan missing) {
        this.session = session;
        this.missing = missing;
    }

    static Shipment open(TransferSession session, Closure closure) throws InterruptedException {
        boolean opened = false;
        try {
            var shipment = new SessionShipment(session, session.plan(closure));
            opened = true;
            return shipment;
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    @Override
    public CopyPlan plan() {
        return new CopyPlan(
                missing.missing().size(),
                missing.narBytes(),
                missing.fetchable().size(),
                missing.fetchableBytes());
    }

    @Override
    public TransferResult send(TransferProgress progress) throws InterruptedException {
        return session.send(missing, progress);
    }

    @Override
    public TransferResult fetch(TransferProgress progress) throws InterruptedException {
        return session.fetch(missing, progress);
    }

    @Override
    public void close() {
        session.close();
    }
}
