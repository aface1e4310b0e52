package dev.convoy.cli.run.reach;

import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;

/**
 * A closure on its way to one host. What the host has is asked once, when it is opened; until it is closed, nothing of the
 * closure is collected there.
 */
public interface Shipment extends AutoCloseable {
    CopyPlan plan();

    TransferResult send(TransferProgress progress) throws InterruptedException;

    /** Lets the host fetch all of it from its own caches. */
    TransferResult fetch(TransferProgress progress) throws InterruptedException;

    @Override
    void close();
}
