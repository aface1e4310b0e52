package dev.convoy.activation;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import java.io.InputStream;
import java.io.OutputStream;

/** A link to a machine whose connection breaks when a test says so. */
final class TestLink implements Link {
    /** When the connection breaks with respect to the command that meets it. */
    enum Break {
        BEFORE_IT_STARTS,
        WHILE_IT_RUNS,
        AFTER_IT_ENDED
    }

    private final Machine machine;
    private final int brokenCommand;
    private final Break moment;
    private boolean forEver;
    private int commands;
    private int connections;

    private TestLink(Machine machine, int brokenCommand, Break moment) {
        this.machine = machine;
        this.brokenCommand = brokenCommand;
        this.moment = moment;
    }

    static TestLink to(Machine machine) {
        return new TestLink(machine, -1, Break.BEFORE_IT_STARTS);
    }

    /** @param command counted from 0 */
    static TestLink breakingAt(Machine machine, int command, Break moment) {
        return new TestLink(machine, command, moment);
    }

    TestLink forEver() {
        forEver = true;
        return this;
    }

    int connections() {
        return connections;
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    public Machine machine() {
        if (connections == 0) {
            connections = 1;
        }
        return new Connection();
    }

    @Override
    public Machine reconnect() {
        if (forEver) {
            throw new IllegalStateException("no route to host");
        }
        connections++;
        return new Connection();
    }

    @Override
    public void close() {}

    private final class Connection implements Machine {
        @Override
        public String name() {
            return machine.name();
        }

        @Override
        public Running start(Command command) {
            boolean breaks = commands++ == brokenCommand;
            if (breaks && moment == Break.BEFORE_IT_STARTS) {
                throw new MachineException(name(), "connection reset");
            }
            Running running = machine.start(command);
            return breaks ? new Broken(running) : running;
        }

        @Override
        public void close() {}
    }

    private final class Broken implements Running {
        private final Running running;

        Broken(Running running) {
            this.running = running;
        }

        @Override
        public OutputStream stdin() {
            return running.stdin();
        }

        @Override
        public InputStream stdout() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream stderr() {
            return InputStream.nullInputStream();
        }

        @Override
        public ExitStatus waitFor() throws InterruptedException {
            if (moment == Break.AFTER_IT_ENDED) {
                running.waitFor();
            }
            return new ExitStatus.Lost("connection reset");
        }

        /** As with SSH: the connection is gone, the command goes on. */
        @Override
        public void close() {}
    }
}
