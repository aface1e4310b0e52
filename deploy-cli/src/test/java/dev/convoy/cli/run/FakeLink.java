package dev.convoy.cli.run;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A way to a machine that runs nothing. {@code there} says whether it can be reached now. */
record FakeLink(Machine machine, BooleanSupplier there) implements Link {
    static FakeLink to(String name, BooleanSupplier there) {
        return new FakeLink(new FakeMachine(name), there);
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    public Machine machine() {
        if (!there.getAsBoolean()) {
            throw new TransferException(
                    new TransferFailure.Unreachable(name(), "no connection to " + name(), List.of("Try ssh.")));
        }
        return machine;
    }

    @Override
    public Machine reconnect() {
        return machine();
    }

    @Override
    public void close() {}

    private record FakeMachine(String name) implements Machine {
        @Override
        public Running start(Command command) {
            throw new MachineException(name, "runs nothing");
        }

        @Override
        public void close() {}
    }
}
