package dev.convoy.cli.run.reach;

import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;

/** The way to the machine that convoy runs on, which cannot break. */
final class LocalLink implements Link {
    private final Machine machine;

    LocalLink(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public Machine reconnect() {
        return machine;
    }

    @Override
    public void close() {
        machine.close();
    }
}
