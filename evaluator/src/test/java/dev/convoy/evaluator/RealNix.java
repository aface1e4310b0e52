package dev.convoy.evaluator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The local machine, which notes what was started on it. */
final class RealNix implements Machine {
    private final LocalMachine local = new LocalMachine();
    private final List<List<String>> started = new CopyOnWriteArrayList<>();

    /** Skips the test, with the reason, where no Nix can be used. */
    static void mustBeUsable() throws InterruptedException {
        String reason = "";
        try (LocalMachine machine = new LocalMachine()) {
            var answer = machine.run(Command.of("nix-store", "--query", "--requisites"));
            reason = answer.isSuccess() ? "" : answer.stderr();
        } catch (MachineException e) {
            reason = String.valueOf(e.getMessage());
        }
        assumeTrue(reason.isEmpty(), "no usable Nix here: " + reason);
    }

    List<List<String>> evaluators() {
        return started.stream().filter(line -> line.contains("eval")).toList();
    }

    List<List<String>> started() {
        return List.copyOf(started);
    }

    void forget() {
        started.clear();
    }

    @Override
    public String name() {
        return local.name();
    }

    @Override
    public Running start(Command command) {
        started.add(command.arguments());
        return local.start(command);
    }

    @Override
    public void close() {
        local.close();
    }
}
