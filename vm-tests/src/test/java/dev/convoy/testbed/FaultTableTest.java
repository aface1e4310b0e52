package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That docs/faults.md is what the tests wrote: every fault in every state, and none that broke a promise. */
class FaultTableTest {
    @Test
    void thePageHasAnOutcomeForEveryFaultInEveryState() throws IOException {
        FaultTable table = FaultTable.of(FaultTable.PAGE);
        assertThat(FaultCell.all())
                .allSatisfy(cell -> assertThat(table.outcome(cell)).matches("(2\\.8: )?(old|new): .*"));
    }

    @Test
    void thePageSaysWhatTheTestsSay() throws IOException {
        assertThat(Files.readString(FaultTable.PAGE))
                .isEqualTo(FaultTable.of(FaultTable.PAGE).text());
    }

    @Test
    void whatWasFoundReplacesWhatThePageSaid(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("faults.md");
        var cell = new FaultCell(Fault.REBOOT, HeldState.COMMITTING);
        FaultTable.of(file).found(cell, ContainerHost.Suite.NIX_2_8, "old: interrupted");
        FaultTable again = FaultTable.of(file);
        assertThat(again.outcome(cell)).isEqualTo("old: interrupted");
        again.found(cell, ContainerHost.Suite.NIX_2_8, "new: done");
        again.found(cell, ContainerHost.Suite.NIX_2_34, FaultTable.BROKEN);
        assertThat(FaultTable.of(file).outcome(cell)).isEqualTo("2.8: new: done<br>2.34: **broken**");
    }
}
