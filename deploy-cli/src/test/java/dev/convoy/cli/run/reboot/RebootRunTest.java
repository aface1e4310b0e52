package dev.convoy.cli.run.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.HostLock;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebootRunTest {
    private static final StorePath SYSTEM = States.system('a', "web1", "1");

    @TempDir
    private Path directory;

    private final FakeRooms rooms = new FakeRooms();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void thereAreThreeHosts() throws IOException {
        Files.createFile(directory.resolve("flake.nix"));
        for (String name : List.of("db1", "web1", "web2")) {
            rooms.add(States.host(name, SYSTEM), States.running(SYSTEM));
        }
    }

    @Test
    void allAreRestartedAndComeBack() {
        assertThat(reboot(RebootRun.Which.ALL)).as(text()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("restart db1", "restart web1", "restart web2");
        assertThat(text()).contains("web1: back");
    }

    @Test
    void theFirstThatDoesNotComeBackStopsTheRest() {
        rooms.away.add("web1");
        assertThat(reboot(RebootRun.Which.ALL)).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("restart db1", "restart web1").doesNotContain("restart web2");
        assertThat(text()).contains("[activation.not-back]", "web2: left alone");
    }

    @Test
    void whatRunsAsItWouldBootNeedsNoRestart() {
        assertThat(reboot(RebootRun.Which.IN_NEED)).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).doesNotContain("restart web1");
        assertThat(text()).contains("web1: needs no restart");
    }

    @Test
    void aHostThatARunHoldsIsNotRestarted() {
        var lock = new HostLock("r-1", "eve@laptop", Instant.EPOCH, Optional.empty(), Optional.empty());
        rooms.states.put("web1", States.troubled(SYSTEM, 1 << 20, lock));
        assertThat(reboot(RebootRun.Which.ALL)).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("restart db1", "restart web2").doesNotContain("restart web1");
        assertThat(text()).contains("[plan.run-in-progress]");
    }

    private ExitCode reboot(RebootRun.Which which) {
        printed.reset();
        try (var frame = RunFrame.forReading(session())) {
            return RebootRun.run(session(), SelectorParser.parseAll(List.of()), which, frame, rooms);
        }
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Session session() {
        var to = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var environment = Map.of("HOME", directory.toString());
        var surroundings = new Surroundings(
                environment, directory, new ByteArrayInputStream(new byte[0]), to, to, false, false, Clock.systemUTC());
        return new Session(surroundings, new SettingsLoader(environment, directory).load(Map.of()));
    }
}
