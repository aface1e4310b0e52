package dev.convoy.cli.run.rollout;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.evaluator.HostName;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The ends of all hosts, and what they come to. */
public final class Verdicts {
    private final Map<HostName, HostOutcome> outcomes = new TreeMap<>();
    private final Set<HostName> awaited = new TreeSet<>();
    private boolean stopped;
    private boolean halted;

    /** Whatever was said of the host before counts no more. */
    public synchronized void add(HostName host, HostOutcome outcome) {
        outcomes.put(host, outcome);
    }

    public synchronized Optional<HostOutcome> of(HostName host) {
        return Optional.ofNullable(outcomes.get(host));
    }

    /** These may still come, and have their turn then. */
    public synchronized void awaits(Collection<HostName> hosts) {
        awaited.addAll(hosts);
    }

    /** How many may still come that are not among {@code others}. */
    synchronized long awaitedBeside(Collection<HostName> others) {
        return awaited.stream()
                .filter(host -> !outcomes.containsKey(host) && !others.contains(host))
                .count();
    }

    /** Those that there are by now. */
    public synchronized void each(BiConsumer<HostName, HostOutcome> reader) {
        outcomes.forEach(reader);
    }

    /** A gate did not open. */
    public synchronized void stopped() {
        stopped = true;
    }

    /** As {@link #stopped}, and nothing more is to be begun. */
    public synchronized void halted() {
        stopped = true;
        halted = true;
    }

    synchronized boolean isHalted() {
        return halted;
    }

    /** Whether the host is as it shall be, or none of this run's. To be asked when its turn is over. */
    synchronized boolean isDone(HostName host) {
        HostOutcome outcome = outcomes.get(host);
        return outcome == null || outcome instanceof HostOutcome.Succeeded || outcome instanceof HostOutcome.Unchanged;
    }

    public synchronized ExitCode exitCode() {
        Collection<HostOutcome> all = outcomes.values();
        if (all.stream().anyMatch(HostOutcome.Indeterminate.class::isInstance)) {
            return ExitCode.INDETERMINATE;
        }
        if (all.stream().anyMatch(Verdicts::isUnbuilt) && all.stream().allMatch(Verdicts::neverBegan)) {
            return ExitCode.NOTHING_TOUCHED;
        }
        if (stopped) {
            return ExitCode.DECLINED;
        }
        return all.stream().anyMatch(Verdicts::isFailure) ? ExitCode.HOSTS_FAILED : ExitCode.SUCCESS;
    }

    private static boolean isFailure(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Failed _, HostOutcome.RolledBack _, HostOutcome.Indeterminate _ -> true;
            case HostOutcome.Succeeded _, HostOutcome.Unchanged _, HostOutcome.Skipped _ -> false;
        };
    }

    private static boolean neverBegan(HostOutcome outcome) {
        return isUnbuilt(outcome) || outcome instanceof HostOutcome.Skipped;
    }

    private static boolean isUnbuilt(HostOutcome outcome) {
        return outcome instanceof HostOutcome.Failed(Failure cause)
                && (cause.phase() == Phase.EVALUATE || cause.phase() == Phase.BUILD);
    }
}
