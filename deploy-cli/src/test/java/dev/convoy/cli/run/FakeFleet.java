package dev.convoy.cli.run;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.ui.Prompt;
import dev.convoy.cli.ui.RunUi;
import dev.convoy.evaluator.Fleet;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Hosts in memory that run system 1 and shall run system 2, a convoy.yaml, and an operator who deploys. */
final class FakeFleet {
    final FakeRooms rooms = new FakeRooms();
    final Map<Setting, String> flags = new EnumMap<>(Setting.class);
    private final Path directory;
    private String err = "";

    FakeFleet(Path directory, String... hosts) throws IOException {
        this.directory = directory;
        Files.createFile(directory.resolve("flake.nix"));
        for (String name : hosts) {
            rooms.add(States.host(name, wanted(name)), States.running(States.system('a', name, "1")));
        }
    }

    static StorePath wanted(String host) {
        return States.system('b', host, "2");
    }

    void configure(String yaml) throws IOException {
        Files.writeString(directory.resolve("convoy.yaml"), yaml);
    }

    /** What the last run printed for people. */
    String err() {
        return err;
    }

    ExitCode deploy() {
        var bytes = new ByteArrayOutputStream();
        Session session = session(bytes, Clock.systemUTC());
        try (var frame = RunFrame.forRun(session, false)) {
            return DeployRun.run(
                    session, "deploy", Goal.SWITCH, new HostSource.FromFlake(new Selector.All()), frame, rooms);
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** In the time of the hosts, for somebody who watches and can be asked. */
    ExitCode deploy(Sink watcher, Halting.Operator operator) {
        Session session = session(new ByteArrayOutputStream(), rooms.clock());
        var ui = new RunUi(List.of(watcher), new Prompt());
        try (var frame = new RunFrame(session, "20261126-120000-k3v1", ui)) {
            return DeployRun.run(
                    session,
                    "deploy",
                    Goal.SWITCH,
                    new HostSource.FromFlake(new Selector.All()),
                    frame,
                    rooms,
                    operator);
        }
    }

    /** What {@code convoy plan} prints. */
    List<String> plan() throws InterruptedException {
        Session session = session(new ByteArrayOutputStream(), rooms.clock());
        try (var frame = new RunFrame(session, "", new RunUi(List.of(), new Prompt()))) {
            Fleet fleet = new FleetReader(rooms, session, frame.log()).read(new Selector.All());
            return PlanText.of(PlanRun.plan(Goal.SWITCH, fleet, frame, rooms), false).stream()
                    .map(Line::plain)
                    .toList();
        }
    }

    private Session session(ByteArrayOutputStream printed, Clock clock) {
        var to = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var environment = Map.of(
                "HOME",
                directory.toString(),
                "XDG_STATE_HOME",
                directory.resolve("state").toString());
        var surroundings = new Surroundings(
                environment, directory, new ByteArrayInputStream(new byte[0]), to, to, false, false, clock);
        return new Session(surroundings, new SettingsLoader(environment, directory).load(flags));
    }
}
