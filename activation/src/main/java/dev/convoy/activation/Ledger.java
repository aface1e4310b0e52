package dev.convoy.activation;

import dev.convoy.store.machine.Machine;
import java.util.List;
import java.util.Optional;

/** The record on a host of what convoy put there. It outlives the controller's disk. */
public final class Ledger {
    private Ledger() {}

    /**
     * All entries, oldest first; none where convoy was never. Needs root.
     *
     * @throws ActivationException if the host cannot be read
     */
    public static List<LedgerEntry> read(Machine machine) throws InterruptedException {
        HostAnswer answer =
                HostQuestion.ask(machine, HostScript.LEDGER.command().asRoot(), "ledger");
        return answer.all("entry").stream()
                .map(LedgerLine::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
