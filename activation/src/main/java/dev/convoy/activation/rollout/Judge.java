package dev.convoy.activation.rollout;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts failures against the limits of stages and run. Safe for use by many threads: hosts end when they end.
 *
 * <p>A percentage is one of the hosts of the stage, or of the run, that had something to do, rounded down.
 */
public final class Judge<H extends Comparable<? super H>> {
    private final FailureLimits runLimits;
    private final List<Stage<H>> stages;
    private final Map<H, FailureKind> failed = new TreeMap<>();
    private final Map<H, FailureKind> forgiven = new TreeMap<>();

    /**
     * A limit that was reached.
     *
     * @param stage empty where it is the limit of the whole run
     * @param limit how many were allowed
     */
    public record Reached(Optional<String> stage, FailureKind kind, int count, int limit, int hosts) {}

    /** @param stages with their own hosts, as {@link Rollout#stagesOf} gives them */
    public Judge(Rollout<H> rollout, List<Stage<H>> stages) {
        this.runLimits = rollout.limits();
        this.stages = List.copyOf(stages);
    }

    public synchronized void failed(H host, FailureKind kind) {
        failed.put(host, kind);
    }

    /** The first limit that was reached, in the order of stages and kinds; those of the run last. */
    public synchronized Optional<Reached> reached() {
        for (Stage<H> stage : stages) {
            Optional<Reached> found = reached(Optional.of(stage.name()), stage.hosts(), stage.limits());
            if (found.isPresent()) {
                return found;
            }
        }
        List<H> all = stages.stream().flatMap(stage -> stage.hosts().stream()).toList();
        return reached(Optional.empty(), all, runLimits);
    }

    private Optional<Reached> reached(Optional<String> stage, Collection<H> hosts, FailureLimits limits) {
        Map<FailureKind, Integer> counts = new EnumMap<>(FailureKind.class);
        hosts.stream()
                .map(host -> Optional.ofNullable(failed.get(host)))
                .flatMap(Optional::stream)
                .forEach(kind -> counts.merge(kind, 1, Integer::sum));
        for (Map.Entry<FailureKind, Integer> entry : counts.entrySet()) {
            FailureKind kind = entry.getKey();
            Optional<Share> limit = limits.of(kind);
            if (limit.isPresent() && entry.getValue() > limit.get().limitOf(hosts.size())) {
                return Optional.of(
                        new Reached(stage, kind, entry.getValue(), limit.get().limitOf(hosts.size()), hosts.size()));
            }
        }
        return Optional.empty();
    }

    /** The operator goes on all the same: what failed until now does not count any more. */
    public synchronized void forgive() {
        forgiven.putAll(failed);
        failed.clear();
    }

    /** How a host failed, whether forgiven or not. */
    public synchronized Optional<FailureKind> failureOf(H host) {
        return Optional.ofNullable(failed.get(host)).or(() -> Optional.ofNullable(forgiven.get(host)));
    }
}
