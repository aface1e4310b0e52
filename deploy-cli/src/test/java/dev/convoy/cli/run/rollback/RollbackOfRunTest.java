package dev.convoy.cli.run.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.journal.Journals;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.deploy.DeployRun;
import dev.convoy.cli.run.deploy.HostSource;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.host.Destination;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.select.Selector;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is over, and is undone out of its journal. */
class RollbackOfRunTest {
    @TempDir
    private Path directory;

    private final FakeRooms rooms = new FakeRooms();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @SuppressWarnings("NullAway.Init")
    private RunRecord deployed;

    @BeforeEach
    void deployThreeHosts() throws IOException {
        Files.createFile(directory.resolve("flake.nix"));
        for (String name : List.of("db1", "web1", "web2")) {
            rooms.add(States.host(name, fresh(name)), States.running(old(name)));
        }
        try (var frame = RunFrame.forRun(session(), false)) {
            DeployRun.run(
                    session(),
                    "deploy",
                    Goal.SWITCH,
                    new HostSource.FromFlake(SelectorParser.parseAll(List.of())),
                    frame,
                    rooms);
        }
        deployed = ((Journals.Found.Whole) HistoryRun.journals(session()).all().getFirst()).run();
        rooms.done.clear();
        for (String name : List.of("db1", "web1", "web2")) {
            rooms.states.put(name, States.running(fresh(name)));
        }
    }

    @Test
    void everyHostGoesToWhatItRanBeforeThatRun() {
        assertThat(undo(SelectorParser.parseAll(List.of()))).as(text()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("SWITCH db1", "SWITCH web1", "SWITCH web2");
        assertThat(text()).contains("switched to 1 (aaaaaaa)");
    }

    @Test
    void itIsDoneWithoutTheFlake() throws IOException {
        Files.delete(directory.resolve("flake.nix"));
        assertThat(undo(SelectorParser.parseAll(List.of("web1")))).as(text()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).containsExactly("SWITCH web1", "observe web1");
    }

    @Test
    void aHostThatMovedSinceIsLeftAloneAndTheDifferenceIsNamed() {
        rooms.states.put("web1", States.running(States.system('c', "web1", "3")));
        assertThat(undo(SelectorParser.parseAll(List.of()))).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("SWITCH db1", "SWITCH web2").doesNotContain("SWITCH web1");
        assertThat(text())
                .contains("it runs 3 (ccccccc) now, and run " + deployed.id() + " left it with 2 (bbbbbbb)")
                .contains("[rollback.host-moved]");
    }

    @Test
    void aHostThatIsBackAlreadyIsUnchanged() {
        rooms.states.put("web1", States.running(old("web1")));
        assertThat(undo(SelectorParser.parseAll(List.of("web1")))).isEqualTo(ExitCode.SUCCESS);
        assertThat(text()).contains("1 unchanged");
    }

    private ExitCode undo(Selector selector) {
        err.reset();
        try (var frame = RunFrame.forRun(session(), false)) {
            return RollbackRun.run(session(), selector, new Destination.BeforeRun(deployed), frame, rooms);
        }
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Session session() {
        var to = new PrintStream(err, true, StandardCharsets.UTF_8);
        var environment = Map.of("HOME", directory.toString());
        var surroundings = new Surroundings(
                environment, directory, new ByteArrayInputStream(new byte[0]), to, to, false, false, Clock.systemUTC());
        return new Session(surroundings, new SettingsLoader(environment, directory).load(Map.of()));
    }

    private static StorePath old(String host) {
        return States.system('a', host, "1");
    }

    private static StorePath fresh(String host) {
        return States.system('b', host, "2");
    }
}
