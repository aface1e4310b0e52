package dev.convoy.cli.run;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import java.util.List;
import java.util.function.Predicate;

/** A way to a machine that runs nothing. {@code there} says at which of its addresses it can be reached now. */
final class FakeLink implements Link {
    private final List<String> addresses;
    private final Predicate<String> there;
    private volatile String inUse;

    FakeLink(List<String> addresses, Predicate<String> there) {
        this.addresses = addresses;
        this.there = there;
        this.inUse = addresses.getFirst();
    }

    @Override
    public String name() {
        return inUse;
    }

    @Override
    public Machine machine() {
        if (!there.test(inUse)) {
            inUse = addresses.stream().filter(there).findFirst().orElseThrow(this::unreachable);
        }
        return new FakeMachine(inUse);
    }

    @Override
    public Machine reconnect() {
        return machine();
    }

    @Override
    public void close() {}

    private TransferException unreachable() {
        return new TransferException(
                new TransferFailure.Unreachable(name(), "no connection to " + name(), List.of("Try ssh.")));
    }

    private record FakeMachine(String name) implements Machine {
        @Override
        public Running start(Command command) {
            throw new MachineException(name, "runs nothing");
        }

        @Override
        public void close() {}
    }
}
