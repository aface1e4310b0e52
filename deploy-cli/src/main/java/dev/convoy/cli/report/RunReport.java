package dev.convoy.cli.report;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** What is left of a run when it is over: its events, reduced. Owned by the thread that reads the events. */
public final class RunReport {
    private final SequencedSet<HostName> selected = new LinkedHashSet<>();
    private final Map<HostName, HostOutcome> outcomes = new LinkedHashMap<>();
    private final Map<HostName, StorePath> before = new HashMap<>();
    private final Map<HostName, StorePath> wanted = new HashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private Optional<Body.RunStarted> run = Optional.empty();
    private Optional<Instant> started = Optional.empty();
    private Instant last = Instant.EPOCH;

    public void accept(FleetEvent event) {
        if (started.isEmpty()) {
            started = Optional.of(event.time());
        }
        last = event.time();
        switch (event.body()) {
            case Body.RunStarted begun -> run = Optional.of(begun);
            case Body.HostsSelected(var hosts) -> selected.addAll(hosts);
            case Body.Observed(var state) ->
                event.host().ifPresent(host -> state.running().ifPresent(path -> before.putIfAbsent(host, path)));
            case Body.Build(BuildEvent.HostBuilt(var host, var toplevel)) -> wanted.put(host, toplevel);
            case Body.HostFinished(var outcome) -> event.host().ifPresent(host -> outcomes.put(host, outcome));
            case Body.RunFailed(var cause) -> failures.add(cause);
            case Body.PhaseStarted _,
                    Body.PhaseFinished _,
                    Body.Waiting _,
                    Body.Eval _,
                    Body.Build _,
                    Body.Transfer _,
                    Body.TransferStarted _,
                    Body.Activation _,
                    Body.HookStarted _,
                    Body.HookFinished _,
                    Body.SoakStarted _,
                    Body.Health _,
                    Body.WaveStarted _,
                    Body.WaveFinished _,
                    Body.RolloutHalted _,
                    Body.RolloutResumed _,
                    Body.RollbackStarted _,
                    Body.Warning _,
                    Body.LibraryLog _,
                    Body.RunFinished _ -> {}
        }
    }

    Optional<Body.RunStarted> run() {
        return run;
    }

    Duration elapsed() {
        return started.map(start -> Duration.between(start, last)).orElse(Duration.ZERO);
    }

    /** Why the run as a whole could not go on. */
    List<Failure> failures() {
        return Collections.unmodifiableList(failures);
    }

    /** One for each host that was selected, in the order of the run. A host that has no end was never begun, or cut off. */
    List<HostResult> results() {
        var hosts = new LinkedHashSet<>(selected);
        hosts.addAll(outcomes.keySet());
        return hosts.stream()
                .map(host -> new HostResult(
                        host,
                        outcomes.getOrDefault(host, new HostOutcome.Skipped("not begun, or cut off")),
                        Optional.ofNullable(before.get(host)),
                        Optional.ofNullable(wanted.get(host))))
                .toList();
    }
}
