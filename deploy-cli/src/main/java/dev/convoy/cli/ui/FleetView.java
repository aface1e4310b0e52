package dev.convoy.cli.ui;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.health.Finding;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.Measure;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.HostName;
import dev.convoy.transfer.TransferEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What there is to see of a run: all its events, reduced. Owned by the thread that reads the events. */
final class FleetView {
    private final Map<HostName, HostRow> rows = new LinkedHashMap<>();
    private Optional<Body.RunStarted> run = Optional.empty();
    private Optional<Instant> started = Optional.empty();
    private EvalCount evaluation = EvalCount.NONE;
    private Optional<BuildEvent.Progress> builds = Optional.empty();
    private String building = "";
    private Optional<Body.WaveStarted> wave = Optional.empty();
    private boolean finished;

    /** @param total how many hosts are evaluated in this run; 0 before that is known */
    record EvalCount(int done, int failed, int total) {
        static final EvalCount NONE = new EvalCount(0, 0, 0);

        boolean goesOn() {
            return done + failed < total;
        }
    }

    void accept(FleetEvent event) {
        if (started.isEmpty()) {
            started = Optional.of(event.time());
        }
        switch (event.body()) {
            case Body.RunStarted run -> this.run = Optional.of(run);
            case Body.HostsSelected(var hosts) ->
                hosts.forEach(host -> rows.putIfAbsent(host, HostRow.waiting(host, event.phase(), event.time())));
            case Body.PhaseStarted() when event.phase() == Phase.ROLLBACK -> reopen(event);
            case Body.PhaseStarted() -> change(event, row -> row.started(event.phase(), event.time()));
            case Body.PhaseFinished(String summary) -> change(event, row -> row.finished(summary));
            case Body.Waiting(String reason) -> change(event, row -> row.waits(reason, event.phase(), event.time()));
            case Body.Eval(EvalEvent eval) -> accept(eval);
            case Body.Build(BuildEvent build) -> accept(event, build);
            case Body.Transfer(TransferEvent transfer) -> accept(event, transfer);
            case Body.TransferStarted(var progress, int paths, long bytes) -> {
                var sending = new Sending(progress, paths, bytes, event.time());
                change(event, row -> row.sending(sending, event.phase(), event.time()));
            }
            case Body.Activation(ActivationEvent activation) -> accept(event, activation);
            case Body.HostFinished(var outcome) ->
                change(event, row -> row.ended(outcome, event.phase(), event.time()));
            case Body.RunFinished _ -> finished = true;
            case Body.SoakStarted(var soak, int _) ->
                change(event, row -> row.soaking(event.time().plus(soak), event.phase(), event.time()));
            case Body.Health(Finding finding) ->
                change(event, row -> row.saying(RolloutWords.health(finding).text()));
            case Body.HookStarted(var hook) -> does(event, "hook " + hook.describe());
            case Body.HookFinished _ -> {}
            case Body.WaveStarted started -> wave = Optional.of(started);
            case Body.RollbackStarted _ -> wave = Optional.empty();
            case Body.WaveFinished _, Body.RolloutHalted _, Body.RolloutResumed _ -> {}
            // What comes next waits for the other hosts and for the build.
            case Body.Observed _ -> change(event, row -> row.waits("checked", event.phase(), event.time()));
            case Body.RunFailed _, Body.Warning _, Body.LibraryLog _ -> {}
        }
    }

    /** Empty before the run began. */
    Optional<Body.RunStarted> run() {
        return run;
    }

    Optional<Instant> started() {
        return started;
    }

    boolean isFinished() {
        return finished;
    }

    /** The wave that has its turn, where there are several. */
    Optional<Body.WaveStarted> wave() {
        return wave;
    }

    EvalCount evaluation() {
        return evaluation;
    }

    Optional<BuildEvent.Progress> builds() {
        return builds;
    }

    /** The name of the derivation that was heard of last. */
    String building() {
        return building;
    }

    /** In the order of the run. */
    Collection<HostRow> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    long count(HostRow.Standing standing) {
        return rows.values().stream().filter(row -> row.standing() == standing).count();
    }

    private void accept(EvalEvent event) {
        evaluation = switch (event) {
            // Cached hosts come on top of those that are announced, and can come before the announcement.
            case EvalEvent.Started(int hosts, var _) ->
                new EvalCount(evaluation.done, evaluation.failed, evaluation.total + hosts);
            case EvalEvent.HostEvaluated(var _, boolean cached) ->
                new EvalCount(evaluation.done + 1, evaluation.failed, evaluation.total + (cached ? 1 : 0));
            case EvalEvent.HostFailed _ -> new EvalCount(evaluation.done, evaluation.failed + 1, evaluation.total);
            case EvalEvent.Message _ -> evaluation;
        };
    }

    private void accept(FleetEvent event, BuildEvent build) {
        switch (build) {
            case BuildEvent.Progress progress -> builds = Optional.of(progress);
            case BuildEvent.BuildStarted(var derivation) -> {
                building = shortName(derivation.name());
                change(event, row -> row.doing(building, event.phase(), event.time()));
            }
            case BuildEvent.LogLine(var derivation, String text) -> {
                building = shortName(derivation.name());
                change(event, row -> row.doing(building + "> " + text, event.phase(), event.time()));
            }
            case BuildEvent.BuildFinished _, BuildEvent.HostBuilt _, BuildEvent.HostFailed _, BuildEvent.Message _ -> {}
        }
    }

    private void accept(FleetEvent event, TransferEvent transfer) {
        switch (transfer) {
            case TransferEvent.Planned(int paths, long bytes, var _) ->
                does(event, Measure.count(paths, "path") + ", " + Measure.bytes(bytes));
            case TransferEvent.PathSent(var path) -> does(event, path.name());
            case TransferEvent.PathFetched(var path) -> does(event, "fetches " + path.name());
            case TransferEvent.Fetching(int paths, long bytes) ->
                does(event, "fetches " + Measure.count(paths, "path") + ", " + Measure.bytes(bytes));
            case TransferEvent.NotFetched _, TransferEvent.NothingToFetch _ -> {}
            case TransferEvent.Resumed(var _, int attempt, int remaining) ->
                does(event, "resuming: " + Measure.count(remaining, "path") + " left, attempt " + attempt);
            case TransferEvent.Finished(var result) ->
                change(
                        event,
                        row -> row.finished(Measure.count(result.paths() + result.fetchedPaths(), "path") + ", "
                                + Measure.bytes(result.narBytes() + result.fetchedBytes())));
        }
    }

    private void accept(FleetEvent event, ActivationEvent activation) {
        does(
                event,
                switch (activation) {
                    case ActivationEvent.StepReached(String step) -> EventWords.step(step);
                    case ActivationEvent.LogLine(String text) -> text;
                    case ActivationEvent.ConnectionLost _ -> "connection lost, reconnecting; the host goes on";
                    case ActivationEvent.Reconnected() -> "connected again";
                });
    }

    private void does(FleetEvent event, String what) {
        change(event, row -> row.doing(what, event.phase(), event.time()));
    }

    /** A host that had come to its end is put back. */
    private void reopen(FleetEvent event) {
        event.host()
                .ifPresent(host -> rows.computeIfPresent(host, (_, row) -> row.started(event.phase(), event.time())));
    }

    /** Events without a host change no row; neither does what comes after a host's end. */
    private void change(FleetEvent event, UnaryOperator<HostRow> step) {
        event.host().ifPresent(host -> {
            HostRow row = rows.getOrDefault(host, HostRow.waiting(host, event.phase(), event.time()));
            if (row.outcome().isEmpty()) {
                rows.put(host, step.apply(row));
            }
        });
    }

    private static String shortName(String derivation) {
        return derivation.endsWith(".drv") ? derivation.substring(0, derivation.length() - 4) : derivation;
    }
}
