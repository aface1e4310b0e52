package dev.convoy.activation.rollout;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How many hosts may fail in each way. A limit is reached by the first failure beyond it: with 0, by the first. */
public record FailureLimits(Map<FailureKind, Share> limits) {
    /** Nothing is said of any kind: one host's failure is no other host's. */
    public static final FailureLimits SILENT = new FailureLimits(Map.of());

    /**
     * For a rollout that says nothing: nothing may go wrong, except that hosts which are away block no others.
     */
    public static final FailureLimits STRICT = new FailureLimits(Map.of(
            FailureKind.UNREACHABLE, new Share.Percent(100),
            FailureKind.NOT_ACTIVATED, new Share.Count(0),
            FailureKind.DEGRADED, new Share.Count(0),
            FailureKind.UNHEALTHY, new Share.Count(0)));

    /** For what nobody may be lost to either. */
    public static final FailureLimits NONE = new FailureLimits(Map.of(
            FailureKind.UNREACHABLE, new Share.Count(0),
            FailureKind.NOT_ACTIVATED, new Share.Count(0),
            FailureKind.DEGRADED, new Share.Count(0),
            FailureKind.UNHEALTHY, new Share.Count(0)));

    public FailureLimits {
        limits = Map.copyOf(limits);
    }

    public Optional<Share> of(FailureKind kind) {
        return Optional.ofNullable(limits.get(kind));
    }

    /** These, and {@code weaker} where these are silent. */
    public FailureLimits over(FailureLimits weaker) {
        var all = new EnumMap<FailureKind, Share>(FailureKind.class);
        all.putAll(weaker.limits);
        all.putAll(limits);
        return new FailureLimits(all);
    }

    /** These without those kinds that {@code others} speak of. */
    public FailureLimits without(FailureLimits others) {
        var left = new EnumMap<FailureKind, Share>(FailureKind.class);
        left.putAll(limits);
        others.limits.keySet().forEach(left::remove);
        return new FailureLimits(left);
    }
}
