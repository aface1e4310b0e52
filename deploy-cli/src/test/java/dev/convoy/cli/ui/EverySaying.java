package dev.convoy.cli.ui;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.HostState;
import dev.convoy.activation.health.Check;
import dev.convoy.activation.health.Finding;
import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.activation.health.Timing;
import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.HookEnd;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/** One of every event that there is, in an order that could be; a test sees to it that none is missing. */
final class EverySaying {
    static final HostName HOST = new HostName("web1");
    static final Instant TIME = Instant.parse("2026-11-21T12:03:04.500Z");
    static final StorePath SYSTEM =
            StorePath.parse("/nix/store/0c4g1hhrlwqr0yv1q2hn2c2ygd8nv2xa-nixos-system-web1-25.05");
    static final StorePath DERIVATION = StorePath.parse("/nix/store/0c4g1hhrlwqr0yv1q2hn2c2ygd8nv2xa-hello-2.12.drv");
    static final Failure FAILURE = new Failure(
            "transfer.broken",
            Phase.TRANSFER,
            "the connection broke",
            List.of("line 1", "line 2"),
            List.of("try again"));

    private EverySaying() {}

    static List<Body> bodies() {
        var fault = new EvalFailure(
                "evaluation.failed", "evaluating web1", "error: boom\nat flake.nix:3", List.of("mend it"));
        return List.of(
                new Body.RunStarted("r1", "deploy", "switch"),
                new Body.HostsSelected(List.of(HOST, new HostName("web2"))),
                new Body.PhaseStarted(),
                new Body.Eval(new EvalEvent.Started(2, 1)),
                new Body.Eval(new EvalEvent.HostEvaluated(HOST, true)),
                new Body.Eval(new EvalEvent.HostFailed(HOST, fault)),
                new Body.Eval(new EvalEvent.Message("trace: \u001b[31mhello\u001b[0m")),
                new Body.PhaseFinished("2 hosts"),
                new Body.Waiting("10 hosts at a time"),
                new Body.Build(new BuildEvent.Progress(1, 2, 1, 3, 4, 5, 6)),
                new Body.Build(new BuildEvent.BuildStarted(DERIVATION)),
                new Body.Build(new BuildEvent.LogLine(DERIVATION, "compiling \u0007")),
                new Body.Build(new BuildEvent.BuildFinished(DERIVATION)),
                new Body.Build(new BuildEvent.HostBuilt(HOST, SYSTEM)),
                new Body.Build(new BuildEvent.HostFailed(HOST, fault)),
                new Body.Build(new BuildEvent.Message("warning: slow")),
                new Body.Observed(observed()),
                new Body.Transfer(new TransferEvent.Planned(3, 4_000_000, 100)),
                new Body.TransferStarted(new TransferProgress(), 3, 4_000_000),
                new Body.Transfer(new TransferEvent.PathSent(SYSTEM)),
                new Body.Transfer(new TransferEvent.Fetching(2, 3_000_000)),
                new Body.Transfer(new TransferEvent.PathFetched(SYSTEM)),
                new Body.Transfer(new TransferEvent.NotFetched(1, 1_000_000, "HTTP error 404")),
                new Body.Transfer(new TransferEvent.NothingToFetch("no answer")),
                new Body.Transfer(new TransferEvent.Resumed("reset by peer", 2, 1)),
                new Body.Transfer(new TransferEvent.Finished(new TransferResult(3, 4_000_000, 100))),
                new Body.Activation(new ActivationEvent.StepReached("testing")),
                new Body.Activation(new ActivationEvent.LogLine("setting up /etc...")),
                new Body.Activation(new ActivationEvent.ConnectionLost("reset by peer")),
                new Body.Activation(new ActivationEvent.Reconnected()),
                new Body.SoakStarted(Duration.ofMinutes(5), 3),
                new Body.Health(new Finding(CHECK, new Result.Pass(), false)),
                new Body.Health(new Finding(CHECK, new Result.Fail("status 500, not 200", List.of("oops")), true)),
                new Body.Health(new Finding(
                        CHECK,
                        new Result.UnitsFailed(List.of(new FailedUnit("nginx.service", List.of("bind: in use")))),
                        false)),
                new Body.Health(new Finding(CHECK, new Result.CouldNotTell("no such command"), false)),
                new Body.HookStarted(HOOK),
                new Body.HookFinished(HOOK, new HookEnd(Optional.empty(), List.of("drained"))),
                new Body.HookFinished(HOOK, new HookEnd(Optional.of("exit status 3"), List.of("no such pool"))),
                new Body.WaveStarted(2, 3, "web", List.of(HOST, new HostName("web2")), Duration.ofMinutes(5)),
                new Body.WaveFinished(2, 3),
                new Body.RolloutHalted("1 of 2 hosts of stage web is unhealthy, none allowed", OnFailure.WAVE),
                new Body.RolloutResumed(),
                new Body.RollbackStarted(List.of(HOST), "1 of 2 hosts of stage web is unhealthy, none allowed"),
                new Body.Warning("the policy is weakened"),
                new Body.LibraryLog("WARN", "odd packet"),
                new Body.HostFinished(new HostOutcome.Succeeded("switched to it", List.of("slow disk"))),
                new Body.HostFinished(new HostOutcome.Unchanged("")),
                new Body.HostFinished(new HostOutcome.RolledBack(FAILURE)),
                new Body.HostFinished(new HostOutcome.Failed(FAILURE)),
                new Body.HostFinished(new HostOutcome.Skipped("the wave before failed")),
                new Body.HostFinished(new HostOutcome.Indeterminate(FAILURE)),
                new Body.RunFailed(FAILURE),
                new Body.RunFinished(ExitCode.HOSTS_FAILED));
    }

    private static final Hook HOOK = new Hook(
            "drain", Hook.Moment.BEFORE, Hook.Stage.ACTIVATION, Hook.Site.HERE, "./drain web1", Duration.ofMinutes(5));
    private static final Check CHECK = new Check("tcp 80", new Probe.Tcp("web1", 80), Timing.USUAL);

    static List<FleetEvent> events() {
        var events = new ArrayList<FleetEvent>();
        for (Body body : bodies()) {
            events.add(new FleetEvent(events.size() + 1, TIME, host(body), phase(body), body));
        }
        return events;
    }

    private static Optional<HostName> host(Body body) {
        return switch (body) {
            case Body.Transfer _,
                    Body.TransferStarted _,
                    Body.Activation _,
                    Body.HookStarted _,
                    Body.HookFinished _,
                    Body.SoakStarted _,
                    Body.Health _,
                    Body.Observed _,
                    Body.HostFinished _,
                    Body.Waiting _ -> Optional.of(HOST);
            default -> Optional.empty();
        };
    }

    private static Phase phase(Body body) {
        return switch (body) {
            case Body.Build _ -> Phase.BUILD;
            case Body.Observed _ -> Phase.OBSERVE;
            case Body.Transfer _, Body.TransferStarted _, Body.Waiting _ -> Phase.TRANSFER;
            case Body.HookStarted _,
                    Body.HookFinished _,
                    Body.Activation _,
                    Body.HostFinished _,
                    Body.WaveStarted _,
                    Body.WaveFinished _ -> Phase.ACTIVATE;
            case Body.SoakStarted _, Body.Health _ -> Phase.HEALTH;
            case Body.RollbackStarted _ -> Phase.ROLLBACK;
            case Body.RunFinished _ -> Phase.REPORT;
            default -> Phase.EVALUATE;
        };
    }

    private static HostState observed() {
        return new HostState(
                "192.0.2.7",
                "web1",
                "x86_64-linux",
                "b00t",
                Duration.ofHours(3),
                TIME,
                0,
                true,
                Optional.empty(),
                Optional.of(SYSTEM),
                Optional.of(SYSTEM),
                Optional.empty(),
                OptionalInt.of(42),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(12_000_000_000L),
                OptionalLong.empty(),
                true,
                Optional.of("2.26.3"),
                Optional.of(true),
                new TreeSet<>(),
                4,
                true,
                Optional.of("257"),
                Optional.of("running"),
                new TreeSet<>(List.of("cups.service")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("its clock is 3 minutes off"));
    }
}
