package dev.convoy.transfer;

import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.ScriptedMachine;
import java.util.List;

/** A link to a scripted machine: reconnecting brings the connection back, unless it was told not to. */
class ScriptedLink implements Link {
    private final ScriptedMachine machine;
    private int reconnections;
    private int refusals;

    ScriptedLink(ScriptedMachine machine) {
        this.machine = machine;
    }

    /** So many attempts to connect fail from now on. */
    ScriptedLink refuses(int attempts) {
        refusals = attempts;
        return this;
    }

    int reconnections() {
        return reconnections;
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
        reconnections++;
        if (refusals-- > 0) {
            throw new TransferException(new TransferFailure.Unreachable(name(), "no route to host", List.of()));
        }
        machine.restoreConnection();
        return machine;
    }

    @Override
    public void close() {
        machine.close();
    }
}
