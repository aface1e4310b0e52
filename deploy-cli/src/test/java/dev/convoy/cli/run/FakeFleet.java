package dev.convoy.cli.run;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.PlanJson;
import dev.convoy.cli.plan.PlanText;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.run.deploy.DeployRun;
import dev.convoy.cli.run.deploy.HostSource;
import dev.convoy.cli.run.deploy.PlanRun;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.host.HostIds;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.reboot.RebootRun;
import dev.convoy.cli.run.resume.ResumeRun;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.ui.Prompt;
import dev.convoy.cli.ui.RunUi;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.TransferWay;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Hosts in memory that run system 1 and shall run system 2, a convoy.yaml, and an operator who deploys. */
public final class FakeFleet {
    public final FakeRooms rooms = new FakeRooms();
    public final Map<Setting, String> flags = new EnumMap<>(Setting.class);
    private final Path directory;
    private String err = "";

    public FakeFleet(Path directory, String... hosts) throws IOException {
        this.directory = directory;
        Files.createFile(directory.resolve("flake.nix"));
        for (String name : hosts) {
            rooms.add(States.host(name, wanted(name)), States.running(States.system('a', name, "1")));
        }
    }

    public static StorePath wanted(String host) {
        return States.system('b', host, "2");
    }

    /** As the host's flake has it. */
    public void transfer(String host, TransferWay way) {
        HostSpec spec = Objects.requireNonNull(rooms.fleet.get(new HostName(host)));
        DeploymentFacts its = spec.facts();
        var facts = new DeploymentFacts(
                its.targetHost(),
                its.localOnly(),
                its.targetPort(),
                its.targetUser(),
                its.sshOptions(),
                its.tags(),
                its.buildOnTarget(),
                its.allowLocalDeployment(),
                its.privilegeEscalationCommand(),
                its.substituteOnDestination(),
                Optional.of(way));
        rooms.fleet.put(
                spec.name(),
                new HostSpec(spec.name(), spec.kind(), facts, spec.system(), spec.derivation(), spec.toplevel()));
    }

    public void configure(String yaml) throws IOException {
        Files.writeString(directory.resolve("convoy.yaml"), yaml);
    }

    /** What the last run printed for people. */
    public String err() {
        return err;
    }

    public ExitCode deploy() {
        var bytes = new ByteArrayOutputStream();
        Session session = session(bytes, Clock.systemUTC());
        try (var frame = RunFrame.forRun(session, false)) {
            return DeployRun.run(
                    session, "deploy", Goal.SWITCH, new HostSource.FromFlake(new Selector.All()), frame, rooms);
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    public ExitCode reboot(RebootRun.Which which) {
        return reboot(which, new Selector.All());
    }

    public ExitCode reboot(RebootRun.Which which, Selector selector) {
        var bytes = new ByteArrayOutputStream();
        Session session = session(bytes, Clock.systemUTC());
        try (var frame = RunFrame.forRun(session, false)) {
            return RebootRun.run(session, selector, which, frame, rooms, frame.operator());
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** Leaves the journal of a run whose process died. */
    public void cutOff(String runId, String command, Collection<HostHead> hosts, Consumer<Journal> lines) {
        cutOff(runId, command, Goal.SWITCH, hosts, lines);
    }

    public void cutOff(String runId, String command, Goal goal, Collection<HostHead> hosts, Consumer<Journal> lines) {
        Session session = session(new ByteArrayOutputStream(), Clock.systemUTC());
        Path runs = RunFrame.runsDirectory(session);
        Orders orders = Orders.of(HostIds.ofNew(runId), goal, rooms.lock(new FlakeRef(".")), session);
        try (Journal journal = Journal.of(runs.resolve(runId), Clock.systemUTC())) {
            journal.begin(orders.head(command, session), hosts);
            lines.accept(journal);
        }
    }

    public HostHead head(String host, int wave) {
        HostSpec spec = Objects.requireNonNull(rooms.fleet.get(new HostName(host)));
        Optional<StorePath> before = Optional.of(States.system('a', host, "1"));
        return new HostHead(
                spec.name(), spec.facts(), Optional.of(spec), before, before, spec.toplevel(), OptionalInt.of(wave));
    }

    /** Of a host that is restarted into what it runs. */
    public HostHead rebootHead(String host, int wave) {
        HostSpec spec = Objects.requireNonNull(rooms.fleet.get(new HostName(host)));
        StorePath system = States.system('a', host, "1");
        return new HostHead(
                spec.name(),
                spec.facts(),
                Optional.empty(),
                Optional.of(system),
                Optional.of(system),
                system,
                OptionalInt.of(wave));
    }

    public RunRecord run(String id) {
        return HistoryRun.find(session(new ByteArrayOutputStream(), Clock.systemUTC()), id);
    }

    public Optional<RunRecord> unfinished() {
        return HistoryRun.journals(session(new ByteArrayOutputStream(), Clock.systemUTC()))
                .unfinished();
    }

    public ExitCode resume(String id) {
        var bytes = new ByteArrayOutputStream();
        RunRecord run = run(id);
        Session session = ResumeRun.asThen(
                session(bytes, Clock.systemUTC()), run.head().said().orElseThrow());
        try (var frame = RunFrame.forRun(session, run.id(), false)) {
            return ResumeRun.run(session, run, frame, rooms, frame.operator());
        } finally {
            err = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** In the time of the hosts, for somebody who watches and can be asked. */
    public ExitCode deploy(Sink watcher, Operator operator) {
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

    /** All journals, as they are on the disk. */
    public String journal() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            var text = new StringBuilder();
            for (Path file :
                    files.filter(file -> file.endsWith("journal.jsonl")).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    /** What {@code convoy plan} prints. */
    public List<String> plan() throws InterruptedException {
        Session session = session(new ByteArrayOutputStream(), rooms.clock());
        try (var frame = new RunFrame(session, "", new RunUi(List.of(), new Prompt()))) {
            Fleet fleet = new FleetReader(rooms, session, frame.log()).read(new Selector.All());
            return PlanText.of(PlanRun.plan(Goal.SWITCH, fleet, frame, rooms), false).stream()
                    .map(Line::plain)
                    .toList();
        }
    }

    /** What {@code convoy plan --json} prints, as a map says it. */
    public String planJson() throws InterruptedException {
        Session session = session(new ByteArrayOutputStream(), rooms.clock());
        try (var frame = new RunFrame(session, "", new RunUi(List.of(), new Prompt()))) {
            Fleet fleet = new FleetReader(rooms, session, frame.log()).read(new Selector.All());
            return PlanJson.of(PlanRun.plan(Goal.SWITCH, fleet, frame, rooms)).toString();
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
