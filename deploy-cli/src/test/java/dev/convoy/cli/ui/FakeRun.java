package dev.convoy.cli.ui;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A run that never was: its events with their times, the same for the same number of hosts. */
final class FakeRun {
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final String HASH = "0c4g1hhrlwqr0yv1q2hn2c2ygd8nv2xa";

    private final List<Timed> events = new ArrayList<>();
    private final Map<HostName, TransferProgress> progress = new HashMap<>();
    private final Random random = new Random(7);
    private final List<HostName> hosts;

    record Timed(Duration at, Optional<HostName> host, Phase phase, Body body) {}

    /** Bytes flow between these times. */
    record Flow(Duration from, Duration to, TransferProgress progress, long bytes, int paths) {}

    private final List<Flow> flows = new ArrayList<>();

    FakeRun(int count) {
        hosts = IntStream.rangeClosed(1, count).mapToObj(FakeRun::name).toList();
        long evaluated = begin();
        for (int i = 0; i < count; i++) {
            host(hosts.get(i), i, evaluated + 2000 + (i / 20) * 4000L);
        }
        events.sort(Comparator.comparing(Timed::at));
        Duration end = events.getLast().at().plusMillis(500);
        events.add(new Timed(end, Optional.empty(), Phase.REPORT, new Body.RunFinished(ExitCode.HOSTS_FAILED)));
    }

    static HostName name(int i) {
        return new HostName(String.format(i % 10 == 0 ? "db%03d.fra.example.com" : "web%03d", i));
    }

    Duration length() {
        return events.getLast().at();
    }

    /** The events of that span of time, and the bytes that flowed until its end. */
    List<FleetEvent> between(Duration from, Duration to) {
        for (Flow flow : flows) {
            double part = Math.clamp(
                    (double) to.minus(flow.from()).toMillis()
                            / flow.to().minus(flow.from()).toMillis(),
                    0.0,
                    1.0);
            flow.progress().narBytesSent().reset();
            flow.progress().narBytesSent().add((long) (flow.bytes() * part));
            flow.progress().pathsAcknowledged().reset();
            flow.progress().pathsAcknowledged().add((long) (flow.paths() * part));
        }
        var found = new ArrayList<FleetEvent>();
        for (int i = 0; i < events.size(); i++) {
            Timed e = events.get(i);
            if (e.at().compareTo(from) >= 0 && e.at().compareTo(to) < 0) {
                found.add(new FleetEvent(i + 1, START.plus(e.at()), e.host(), e.phase(), e.body()));
            }
        }
        return found;
    }

    private long begin() {
        run(0, Phase.EVALUATE, new Body.RunStarted("20261121-120000-k3v1", "deploy", "switch"));
        run(10, Phase.EVALUATE, new Body.HostsSelected(hosts));
        run(20, Phase.EVALUATE, new Body.PhaseStarted());
        run(30, Phase.EVALUATE, new Body.Eval(new EvalEvent.Started(hosts.size(), 2)));
        run(400, Phase.EVALUATE, new Body.Eval(new EvalEvent.Message("warning: Git tree '/home/ada/fleet' is dirty")));
        long time = 1000;
        for (HostName host : hosts) {
            time += Math.max(20, 2000 / hosts.size());
            run(time, Phase.EVALUATE, new Body.Eval(new EvalEvent.HostEvaluated(host, false)));
        }
        run(time + 10, Phase.EVALUATE, new Body.PhaseFinished(hosts.size() + " hosts in 0:04"));
        for (int i = 0; i <= 40; i++) {
            run(
                    time + i * 100L,
                    Phase.BUILD,
                    new Body.Build(new BuildEvent.Progress(i / 4, 10, 2, i * 7, 280, i * 9_000_000L, 360_000_000L)));
            if (i % 4 == 0) {
                run(
                        time + i * 100L,
                        Phase.BUILD,
                        new Body.Build(new BuildEvent.LogLine(
                                StorePath.parse("/nix/store/" + HASH + "-linux-6.12.9.drv"), "  CC  net/core/dev.o")));
            }
        }
        return time;
    }

    private void host(HostName host, int i, long start) {
        long time = start + random.nextInt(1500);
        if (i % 7 == 3) {
            host(time - 1000, host, Phase.TRANSFER, new Body.Waiting("20 hosts copy at a time"));
        }
        host(time, host, Phase.OBSERVE, new Body.PhaseStarted());
        if (i % 23 == 5) {
            fail(time + 3000, host, Phase.OBSERVE, unreachable(host));
            return;
        }
        host(
                time + 300,
                host,
                Phase.BUILD,
                new Body.Build(new BuildEvent.HostBuilt(host, system(host, "25.05.20251120.a4ff0e3"))));
        if (i % 9 == 2) {
            host(
                    time + 400,
                    host,
                    Phase.OBSERVE,
                    new Body.HostFinished(new HostOutcome.Unchanged("already runs 25.05.20251120.a4ff0e3 (0c4g1hh)")));
            return;
        }
        int paths = 20 + random.nextInt(400);
        long bytes = 1_000_000L + random.nextInt(900_000_000);
        long took = 2000L + random.nextInt(5000);
        host(time + 500, host, Phase.TRANSFER, new Body.PhaseStarted());
        host(time + 510, host, Phase.TRANSFER, new Body.Transfer(new TransferEvent.Planned(paths, bytes, 1213)));
        var counters = progress.computeIfAbsent(host, _ -> new TransferProgress());
        host(time + 520, host, Phase.TRANSFER, new Body.TransferStarted(counters, paths, bytes));
        flows.add(new Flow(Duration.ofMillis(time + 520), Duration.ofMillis(time + took), counters, bytes, paths));
        time += took;
        host(
                time,
                host,
                Phase.TRANSFER,
                new Body.Transfer(new TransferEvent.Finished(new TransferResult(paths, bytes, 1213))));
        host(
                time + 1,
                host,
                Phase.TRANSFER,
                new Body.PhaseFinished(paths + " paths, " + dev.convoy.cli.report.Measure.bytes(bytes)));
        host(time + 200, host, Phase.ACTIVATE, new Body.PhaseStarted());
        host(time + 300, host, Phase.ACTIVATE, new Body.Activation(new ActivationEvent.StepReached("testing")));
        for (String line : List.of(
                "stopping the following units: nginx.service, postgresql.service",
                "activating the configuration...",
                "setting up /etc...",
                "restarting the following units: sshd.service",
                "starting the following units: nginx.service, postgresql.service")) {
            time += 300;
            host(time + 300, host, Phase.ACTIVATE, new Body.Activation(new ActivationEvent.LogLine(line)));
        }
        time += 600;
        if (i % 31 == 6) {
            fail(time, host, Phase.ACTIVATE, broken());
            return;
        }
        host(time, host, Phase.ACTIVATE, new Body.Activation(new ActivationEvent.StepReached("committing")));
        host(
                time + 300,
                host,
                Phase.ACTIVATE,
                new Body.HostFinished(new HostOutcome.Succeeded(
                        "switched to 25.05.20251120.a4ff0e3 (0c4g1hh)",
                        i % 40 == 1 ? List.of("cups.service failed before, and still does") : List.of())));
    }

    private void fail(long at, HostName host, Phase phase, Failure failure) {
        host(
                at,
                host,
                phase,
                new Body.HostFinished(
                        phase == Phase.ACTIVATE
                                ? new HostOutcome.RolledBack(failure)
                                : new HostOutcome.Failed(failure)));
    }

    static Failure unreachable(HostName host) {
        return new Failure(
                "transfer.unreachable",
                Phase.OBSERVE,
                host + ": connection refused by 10.0.3.17 port 22",
                List.of(),
                List.of("see whether the host is up and sshd listens: ssh " + host + " true"));
    }

    static Failure broken() {
        return new Failure(
                "activation.switch-failed",
                Phase.ACTIVATE,
                "switch-to-configuration exited with 4: nginx.service failed, which had not failed before",
                List.of(
                        "starting the following units: nginx.service, postgresql.service",
                        "warning: the following units failed: nginx.service",
                        "nginx[8123]: [emerg] cannot load certificate \"/var/lib/acme/example.com/fullchain.pem\": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory)",
                        "systemd[1]: nginx.service: Main process exited, code=exited, status=1/FAILURE"),
                List.of(
                        "fix the unit and deploy again, or see its journal: convoy exec --on HOST journalctl -u nginx"));
    }

    private static StorePath system(HostName host, String version) {
        return StorePath.parse("/nix/store/" + HASH + "-nixos-system-" + host.value() + "-" + version);
    }

    private void run(long at, Phase phase, Body body) {
        events.add(new Timed(Duration.ofMillis(at), Optional.empty(), phase, body));
    }

    private void host(long at, HostName host, Phase phase, Body body) {
        events.add(new Timed(Duration.ofMillis(at), Optional.of(host), phase, body));
    }
}
