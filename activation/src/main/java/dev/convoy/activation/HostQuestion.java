package dev.convoy.activation;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import java.util.List;

/** Asks a host something that it can answer or not, with nothing to fall back to. */
final class HostQuestion {
    private static final int TAIL = 10;

    private HostQuestion() {}

    /** @throws ActivationException if the answer did not come, or not whole */
    static HostAnswer ask(Machine machine, Command command, String kind) throws InterruptedException {
        Finished finished = run(machine, command, kind);
        return HostAnswer.parse(finished.stdout(), kind)
                .orElseThrow(() -> unreadable(machine, kind, finished.exit().describe(), lastLines(finished.stderr())));
    }

    private static Finished run(Machine machine, Command command, String kind) throws InterruptedException {
        try {
            return machine.run(command);
        } catch (MachineException e) {
            throw unreadable(machine, kind, String.valueOf(e.getMessage()), List.of());
        }
    }

    static List<String> lastLines(String text) {
        List<String> lines = text.lines().toList();
        return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
    }

    private static ActivationException unreadable(Machine machine, String kind, String cause, List<String> tail) {
        return new ActivationException(new ActivationFailure(
                "activation.unreadable", machine.name() + " did not answer (" + kind + "): " + cause, tail, List.of()));
    }
}
