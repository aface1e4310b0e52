package dev.convoy.cli.ui;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.HostState;
import dev.convoy.activation.health.Finding;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.HostNames;
import dev.convoy.cli.report.Measure;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.transfer.TransferEvent;
import java.util.ArrayList;
import java.util.List;

/** Says every event in words, for plain lines and log files. */
final class EventWords {
    private EventWords() {}

    static String phase(Phase phase) {
        return switch (phase) {
            case EVALUATE -> "eval";
            case OBSERVE -> "check";
            case PLAN -> "plan";
            case BUILD -> "build";
            case TRANSFER -> "copy";
            case ACTIVATE -> "activate";
            case HEALTH -> "health";
            case ROLLBACK -> "rollback";
            case REPORT -> "report";
        };
    }

    static Said of(FleetEvent event) {
        return switch (event.body()) {
            case Body.RunStarted(String id, String command, String goal) ->
                Said.step("run " + id + ": " + command + (goal.isEmpty() ? "" : ", goal " + goal));
            case Body.HostsSelected(var hosts) ->
                Said.step(Measure.count(hosts.size(), "host") + ": " + String.join(", ", HostNames.of(hosts)));
            case Body.PhaseStarted() -> started(event);
            case Body.PhaseFinished(String summary) -> Said.step(summary.isEmpty() ? "done" : summary);
            case Body.Waiting(String reason) -> Said.detail("waits: " + reason);
            case Body.Eval(EvalEvent eval) -> eval(eval);
            case Body.Build(BuildEvent build) -> build(build);
            case Body.Transfer(TransferEvent transfer) -> transfer(transfer);
            case Body.TransferStarted(var _, int paths, long bytes) ->
                Said.detail("sending " + Measure.count(paths, "path") + ", " + Measure.bytes(bytes));
            case Body.Activation(ActivationEvent activation) -> activation(activation);
            case Body.SoakStarted soak -> Said.step(RolloutWords.soak(soak));
            case Body.Health(Finding finding) -> RolloutWords.health(finding);
            case Body.HookStarted(var hook) -> Said.step("hook " + hook.describe());
            case Body.HookFinished(var hook, var end) ->
                new Said(
                        end.problem().isPresent() ? Said.Weight.STEP : Said.Weight.DETAIL,
                        "hook " + hook.describe() + ": " + end.problem().orElse("done"),
                        end.said());
            case Body.WaveStarted wave -> Said.step(RolloutWords.started(wave));
            case Body.WaveFinished(int number, int of) -> Said.step("wave " + number + " of " + of + " is done");
            case Body.RolloutHalted halted -> Said.alert(RolloutWords.halted(halted));
            case Body.RolloutResumed() -> Said.step("the rollout goes on, by the operator's choice");
            case Body.RollbackStarted(var hosts, String reason) ->
                Said.alert("putting back " + Measure.count(hosts.size(), "host") + ": " + reason);
            case Body.Observed(HostState state) -> observed(state);
            case Body.HostFinished(HostOutcome outcome) -> outcome(outcome);
            case Body.Warning(String text) -> Said.alert("warning: " + text);
            case Body.LibraryLog(String level, String text) -> Said.detail("[" + level + "] " + text);
            case Body.RunFailed(Failure cause) -> failure("", cause);
            case Body.RunFinished(var code) ->
                Said.detail("finished: " + code.meaning() + " (exit code " + code.code() + ")");
        };
    }

    /** The beginnings of hosts' phases would double every line, except where the host is about to change. */
    private static Said started(FleetEvent event) {
        boolean worthIt = event.host().isEmpty() || event.phase() == Phase.ACTIVATE || event.phase() == Phase.ROLLBACK;
        return worthIt ? Said.step("started") : Said.detail("started");
    }

    private static Said eval(EvalEvent event) {
        return switch (event) {
            case EvalEvent.Started(int hosts, int evaluators) ->
                Said.detail(
                        "evaluating " + Measure.count(hosts, "host") + ", " + Measure.count(evaluators, "evaluator"));
            case EvalEvent.HostEvaluated(var host, boolean cached) ->
                Said.detail(host + " evaluated" + (cached ? ", from the cache" : ""));
            case EvalEvent.HostFailed(var host, EvalFailure failure) ->
                detail(host + " does not evaluate: " + failure.tried(), failure);
            case EvalEvent.Message(String text) -> Said.alert(text);
        };
    }

    private static Said build(BuildEvent event) {
        return switch (event) {
            case BuildEvent.Progress _ -> Said.fleeting();
            case BuildEvent.BuildStarted(var derivation) -> Said.detail("building " + derivation);
            case BuildEvent.BuildFinished(var derivation) -> Said.detail("built " + derivation);
            case BuildEvent.LogLine(var derivation, String text) -> Said.detail(derivation.name() + "> " + text);
            case BuildEvent.HostBuilt(var host, var toplevel) -> Said.detail(host + " is built: " + toplevel);
            case BuildEvent.HostFailed(var host, EvalFailure failure) ->
                detail(host + " cannot be built: " + failure.tried(), failure);
            case BuildEvent.Message(String text) -> Said.detail(text);
        };
    }

    private static Said detail(String text, EvalFailure failure) {
        return new Said(Said.Weight.DETAIL, text, failure.message().lines().toList());
    }

    private static Said transfer(TransferEvent event) {
        return switch (event) {
            case TransferEvent.Planned(int paths, long bytes, int there) ->
                Said.step(
                        paths == 0
                                ? "nothing to copy"
                                : Measure.count(paths, "path") + ", " + Measure.bytes(bytes) + " to copy; " + there
                                        + " already there");
            case TransferEvent.PathSent(var path) -> Said.detail("sent " + path);
            case TransferEvent.Fetching(int paths, long bytes) ->
                Said.step("the host fetches from its own caches: " + Measure.count(paths, "path") + ", "
                        + Measure.bytes(bytes));
            case TransferEvent.PathFetched(var path) -> Said.detail("fetched " + path);
            case TransferEvent.NotFetched(int paths, long bytes, String reason) ->
                Said.alert("warning: the host could not fetch " + Measure.count(paths, "path") + ", "
                        + Measure.bytes(bytes) + ", which are sent instead: " + reason);
            case TransferEvent.NothingToFetch(String reason) ->
                Said.detail("the host fetches nothing from its own caches: " + reason);
            case TransferEvent.Resumed(String reason, int attempt, int remaining) ->
                Said.step("connection broke (" + reason + "); resuming with " + Measure.count(remaining, "path")
                        + " left, attempt " + attempt);
            case TransferEvent.Finished(var result) ->
                Said.detail("sent " + Measure.count(result.paths(), "path") + ", " + Measure.bytes(result.narBytes())
                        + "; fetched " + Measure.count(result.fetchedPaths(), "path") + ", "
                        + Measure.bytes(result.fetchedBytes()));
        };
    }

    private static Said activation(ActivationEvent event) {
        return switch (event) {
            case ActivationEvent.StepReached(String step) -> Said.step(step(step));
            case ActivationEvent.LogLine(String text) -> Said.detail("| " + text);
            case ActivationEvent.ConnectionLost(String reason) ->
                Said.step((reason.startsWith("connection lost") ? reason : "connection lost (" + reason + ")")
                        + "; the host goes on by itself, reconnecting");
            case ActivationEvent.Reconnected() -> Said.step("connected again");
        };
    }

    /** The supervisor's names of its steps are words with hyphens. */
    static String step(String name) {
        return name.replace('-', ' ');
    }

    private static Said observed(HostState state) {
        var facts = new ArrayList<String>();
        state.running().ifPresent(path -> facts.add("runs " + path));
        state.generation().ifPresent(number -> facts.add("generation " + number));
        state.nixVersion().ifPresent(version -> facts.add("nix " + version));
        state.storeFree().ifPresent(bytes -> facts.add(Measure.bytes(bytes) + " free"));
        state.systemState().ifPresent(facts::add);
        return new Said(Said.Weight.DETAIL, String.join(", ", facts), state.warnings());
    }

    private static Said outcome(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded(String summary, List<String> warnings) ->
                warnings.isEmpty()
                        ? Said.step("done: " + summary)
                        : Said.alert("done: " + summary + "; warning: " + String.join("; ", warnings));
            case HostOutcome.Unchanged(String summary) ->
                Said.step("unchanged" + (summary.isEmpty() ? "" : ": " + summary));
            case HostOutcome.RolledBack(Failure cause) -> failure("rolled back: ", cause);
            case HostOutcome.Failed(Failure cause) -> failure("failed: ", cause);
            case HostOutcome.Skipped(String reason) -> Said.step("skipped: " + reason);
            case HostOutcome.Indeterminate(Failure cause) -> failure("state unknown: ", cause);
        };
    }

    private static Said failure(String what, Failure cause) {
        return new Said(Said.Weight.ALERT, what + cause.message() + " [" + cause.code() + "]", cause.detail());
    }
}
