package dev.convoy.cli.ui;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.FailedUnit;
import dev.convoy.activation.HostState;
import dev.convoy.activation.health.Finding;
import dev.convoy.activation.health.Result;
import dev.convoy.activation.hook.Hook;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.ui.JsonData.*;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.TransferEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns every event into what its JSON line holds. Types and fields are a promise: see the schema. */
final class JsonBody {
    private JsonBody() {}

    /**
     * @param host whom it is about, where the event itself is of all hosts: they are evaluated and built at once
     * @param data a record of {@link JsonData}
     */
    record Typed(String type, Optional<String> host, JsonData data) {
        Typed(String type, JsonData data) {
            this(type, Optional.empty(), data);
        }
    }

    static Typed of(Body body) {
        return switch (body) {
            case Body.RunStarted(String id, String command, String goal) ->
                new Typed("run.started", new RunStarted(id, command, goal));
            case Body.HostsSelected(var hosts) -> new Typed("hosts.selected", new Hosts(names(hosts)));
            case Body.PhaseStarted() -> new Typed("phase.started", new Nothing());
            case Body.PhaseFinished(String summary) -> new Typed("phase.finished", new Summary(summary));
            case Body.Waiting(String reason) -> new Typed("host.waiting", new Reason(reason));
            case Body.Eval(EvalEvent event) -> eval(event);
            case Body.Build(BuildEvent event) -> build(event);
            case Body.Transfer(TransferEvent event) -> transfer(event);
            case Body.TransferStarted(var _, int paths, long bytes) ->
                new Typed("transfer.started", new Amount(paths, bytes));
            case Body.Activation(ActivationEvent event) -> activation(event);
            case Body.SoakStarted(var soak, int checks) ->
                new Typed("health.watching", new Watching(soak.toSeconds(), checks));
            case Body.Health(Finding finding) -> new Typed("health.finding", finding(finding));
            case Body.HookStarted(var hook) -> new Typed("hook.started", hook(hook));
            case Body.HookFinished(var hook, var end) ->
                new Typed("hook.finished", new HookDone(hook.name(), end.problem(), end.said()));
            case Body.WaveStarted(int number, int of, String stage, var hosts, var soak) ->
                new Typed("wave.started", new Wave(number, of, stage, names(hosts), soak.toSeconds()));
            case Body.WaveFinished(int number, int of) -> new Typed("wave.finished", new WaveDone(number, of));
            case Body.RolloutHalted(String reason, var action) ->
                new Typed("rollout.halted", new Halted(reason, action.word()));
            case Body.RolloutResumed() -> new Typed("rollout.resumed", new Nothing());
            case Body.RollbackStarted(var hosts, String reason) ->
                new Typed("rollback.started", new Rollback(names(hosts), reason));
            case Body.Observed(HostState state) -> new Typed("host.observed", observed(state));
            case Body.HostFinished(HostOutcome outcome) -> new Typed("host.finished", outcome(outcome));
            case Body.Warning(String text) -> new Typed("warning", new Text(text));
            case Body.LibraryLog(String level, String text) -> new Typed("library.log", new Logged(level, text));
            case Body.RunFailed(Failure cause) -> new Typed("run.failed", new Cause(failure(cause)));
            case Body.RunFinished(var code) -> new Typed("run.finished", new RunFinished(code.code(), code.meaning()));
        };
    }

    /** A sample, not an event. */
    static Typed of(Sending sending) {
        return new Typed(
                "transfer.progress",
                new Progress(
                        sending.sentPaths(),
                        sending.paths(),
                        sending.sentBytes(),
                        sending.bytes(),
                        sending.wireBytes(),
                        sending.fetchedBytes()));
    }

    private static Typed eval(EvalEvent event) {
        return switch (event) {
            case EvalEvent.Started(int hosts, int evaluators) ->
                new Typed("eval.started", new EvalStarted(hosts, evaluators));
            case EvalEvent.HostEvaluated(var host, boolean cached) ->
                new Typed("eval.host", Optional.of(host.value()), new Evaluated(cached));
            case EvalEvent.HostFailed(var host, var failure) -> failed("eval.failed", host, failure);
            case EvalEvent.Message(String text) -> new Typed("eval.message", new Text(text));
        };
    }

    private static Typed build(BuildEvent event) {
        return switch (event) {
            case BuildEvent.Progress p ->
                new Typed(
                        "build.progress",
                        new BuildProgress(
                                p.built(),
                                p.toBuild(),
                                p.building(),
                                p.fetched(),
                                p.toFetch(),
                                p.bytesFetched(),
                                p.bytesToFetch()));
            case BuildEvent.BuildStarted(var derivation) ->
                new Typed("build.started", new Derivation(derivation.toString()));
            case BuildEvent.BuildFinished(var derivation) ->
                new Typed("build.finished", new Derivation(derivation.toString()));
            case BuildEvent.LogLine(var derivation, String text) ->
                new Typed("build.log", new BuildLog(derivation.toString(), text));
            case BuildEvent.HostBuilt(var host, var toplevel) ->
                new Typed("build.host", Optional.of(host.value()), new Built(toplevel.toString()));
            case BuildEvent.HostFailed(var host, var failure) -> failed("build.failed", host, failure);
            case BuildEvent.Message(String text) -> new Typed("build.message", new Text(text));
        };
    }

    private static Typed transfer(TransferEvent event) {
        return switch (event) {
            case TransferEvent.Planned(int paths, long bytes, int there) ->
                new Typed("transfer.planned", new Planned(paths, bytes, there));
            case TransferEvent.PathSent(var path) -> new Typed("transfer.path", new Path(path.toString()));
            case TransferEvent.Fetching(int paths, long bytes) ->
                new Typed("transfer.fetching", new Amount(paths, bytes));
            case TransferEvent.PathFetched(var path) -> new Typed("transfer.fetched", new Path(path.toString()));
            case TransferEvent.NotFetched(int paths, long bytes, String reason) ->
                new Typed("transfer.not-fetched", new NotFetched(paths, bytes, reason));
            case TransferEvent.NothingToFetch(String reason) ->
                new Typed("transfer.nothing-to-fetch", new Reason(reason));
            case TransferEvent.Resumed(String reason, int attempt, int remaining) ->
                new Typed("transfer.resumed", new Resumed(reason, attempt, remaining));
            case TransferEvent.Finished(var result) ->
                new Typed(
                        "transfer.finished",
                        new Copied(
                                result.paths(),
                                result.narBytes(),
                                result.alreadyThere(),
                                result.fetchedPaths(),
                                result.fetchedBytes()));
        };
    }

    private static Typed activation(ActivationEvent event) {
        return switch (event) {
            case ActivationEvent.StepReached(String step) -> new Typed("activation.step", new Step(step));
            case ActivationEvent.LogLine(String text) -> new Typed("activation.log", new Text(text));
            case ActivationEvent.ConnectionLost(String reason) ->
                new Typed("activation.connection-lost", new Reason(reason));
            case ActivationEvent.Reconnected() -> new Typed("activation.reconnected", new Nothing());
        };
    }

    private static Observed observed(HostState state) {
        return new Observed(
                state.address(),
                state.platform(),
                path(state.running()),
                path(state.booted()),
                path(state.profile()),
                state.generation(),
                state.nixVersion(),
                state.storeFree(),
                state.systemState(),
                List.copyOf(state.failedUnits()),
                state.warnings());
    }

    private static JsonData finding(Finding finding) {
        String name = finding.check().name();
        return switch (finding.result()) {
            case Result.Pass() -> new HealthFinding(name, "pass", "", finding.failedBefore());
            case Result.Fail(String why, var _) -> new HealthFinding(name, "fail", why, finding.failedBefore());
            case Result.UnitsFailed(List<FailedUnit> units) ->
                new HealthFinding(
                        name,
                        "fail",
                        units.stream().map(FailedUnit::unit).collect(Collectors.joining(", ")),
                        finding.failedBefore());
            case Result.CouldNotTell(String why) -> new HealthFinding(name, "unknown", why, finding.failedBefore());
        };
    }

    private static JsonData hook(Hook hook) {
        return new HookBegun(
                hook.name(),
                hook.moment().word(),
                hook.stage().word(),
                hook.site() == Hook.Site.HERE ? "here" : "on-host");
    }

    private static List<String> names(List<HostName> hosts) {
        return hosts.stream().map(HostName::value).toList();
    }

    private static Optional<String> path(Optional<StorePath> path) {
        return path.map(StorePath::toString);
    }

    private static Outcome outcome(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded(String summary, var warnings) ->
                new Outcome("succeeded", Optional.of(summary), warnings, Optional.empty());
            case HostOutcome.Unchanged(String summary) ->
                new Outcome("unchanged", Optional.of(summary), List.of(), Optional.empty());
            case HostOutcome.RolledBack(Failure cause) -> outcome("rolled-back", cause);
            case HostOutcome.Failed(Failure cause) -> outcome("failed", cause);
            case HostOutcome.Skipped(String reason) ->
                new Outcome("skipped", Optional.of(reason), List.of(), Optional.empty());
            case HostOutcome.Indeterminate(Failure cause) -> outcome("indeterminate", cause);
        };
    }

    private static Outcome outcome(String word, Failure cause) {
        return new Outcome(word, Optional.empty(), List.of(), Optional.of(failure(cause)));
    }

    private static Fault failure(Failure cause) {
        return new Fault(
                cause.code(),
                cause.phase().name().toLowerCase(Locale.ROOT),
                cause.message(),
                cause.detail(),
                cause.hints());
    }

    private static Typed failed(String type, HostName host, EvalFailure failure) {
        return new Typed(
                type,
                Optional.of(host.value()),
                new HostFault(failure.code(), failure.tried(), failure.message(), failure.hints()));
    }
}
