package dev.convoy.testbed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault in every state, on hosts of the oldest and of the newest Nix: what docs/faults.md is made of. */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class FaultsInEveryStateIT {
    /** Which faults, states and versions of Nix, as a regular expression such as {@code REBOOT|DISK_FULL, TESTING}. */
    private static final Pattern ONLY = Pattern.compile(System.getProperty("convoy.faults.only", ""));

    /** Whether what is found is written into the table, or must be what it says. */
    private static final boolean WRITES = Boolean.getBoolean("convoy.faults.write");

    private static final List<Suite> SUITES = List.of(Suite.NIX_2_8, Suite.NIX_2_34);
    private static final int HOSTS_EACH = Integer.getInteger("convoy.faults.hosts", 3);

    @TempDir
    private static Path folder;

    private static final Map<Suite, FaultRig> RIGS = new EnumMap<>(Suite.class);
    private static FaultTable table;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        table = FaultTable.of(FaultTable.PAGE);
        FaultFleet fleet = FaultFleet.in(folder.resolve("fleet"));
        for (Suite suite : SUITES) {
            RIGS.put(
                    suite, FaultRig.start(folder.resolve(suite.name()), fleet, Collections.nCopies(HOSTS_EACH, suite)));
        }
    }

    @AfterAll
    static void stop() {
        RIGS.values().forEach(FaultRig::close);
    }

    static Stream<Arguments> cells() {
        return FaultCell.all().stream()
                .flatMap(cell -> SUITES.stream().map(suite -> Arguments.of(cell.fault(), cell.state(), suite)))
                .filter(cell -> ONLY.matcher(Arrays.toString(cell.get())).find());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void noPromiseIsBroken(Fault fault, HeldState state, Suite suite) throws Exception {
        var cell = new FaultCell(fault, state);
        if (WRITES) {
            table.found(cell, suite, FaultTable.BROKEN);
        }
        requireNonNull(RIGS.get(suite)).use(seat -> {
            String outcome = cell.play(seat);
            System.out.printf("%s, %s, %s: %s%n", fault, state, suite, outcome);
            if (WRITES) {
                table.found(cell, suite, outcome);
            } else {
                assertThat(table.outcome(cell)).contains(outcome);
            }
        });
    }
}
