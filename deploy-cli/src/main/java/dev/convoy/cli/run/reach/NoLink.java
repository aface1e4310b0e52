package dev.convoy.cli.run.reach;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;

/** The way to a host to which there is none. */
record NoLink(String name, Failure why) implements Link {
    @Override
    public Machine machine() {
        throw new RefusedException(why);
    }

    @Override
    public Machine reconnect() {
        return machine();
    }

    @Override
    public void close() {
        // There is nothing to leave.
    }
}
