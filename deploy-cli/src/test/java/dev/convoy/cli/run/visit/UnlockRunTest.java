package dev.convoy.cli.run.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
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

class UnlockRunTest {
    private static final StorePath SYSTEM = States.system('a', "web1", "1");

    @TempDir
    private Path directory;

    private final FakeRooms rooms = new FakeRooms();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void thereIsAFlake() throws IOException {
        Files.createFile(directory.resolve("flake.nix"));
    }

    @Test
    void aHostThatNoRunHoldsIsLeftAlone() {
        add("web1", States.running(SYSTEM));
        assertThat(unlock(false)).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("observe web1");
        assertThat(text()).isEqualTo("web1: no run holds it\n");
    }

    @Test
    void aRunThatIsAliveIsNotEndedUnlessToldTwice() {
        add("web1", held());
        assertThat(unlock(false)).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("observe web1", "unlock web1");
        rooms.done.clear();
        assertThat(unlock(true)).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("end r-1 on web1", "observe web1");
        assertThat(text()).contains("web1: free; run r-1 is at its end");
    }

    private static HostState held() {
        return States.troubled(
                SYSTEM,
                1 << 20,
                new HostLock("r-1", "eve@laptop", Instant.EPOCH, Optional.of("testing"), Optional.empty()));
    }

    private void add(String name, HostState state) {
        rooms.add(States.host(name, SYSTEM), state);
    }

    private ExitCode unlock(boolean force) {
        printed.reset();
        try (var frame = RunFrame.forReading(session())) {
            return UnlockRun.run(session(), SelectorParser.parseAll(List.of("web1")), force, frame, rooms);
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
