package dev.convoy.cli.run.host;

import dev.convoy.activation.rollout.FailureKind;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import java.util.Optional;

/** Against which limit an outcome counts. */
public final class FailureKinds {
    private FailureKinds() {}

    public static Optional<FailureKind> of(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _, HostOutcome.Unchanged _, HostOutcome.Skipped _ -> Optional.empty();
            case HostOutcome.RolledBack(Failure cause) -> Optional.of(of(cause));
            case HostOutcome.Failed(Failure cause) -> Optional.of(of(cause));
            case HostOutcome.Indeterminate _ -> Optional.of(FailureKind.UNREACHABLE);
        };
    }

    static FailureKind of(Failure cause) {
        return switch (cause.code()) {
            case "transfer.unreachable", "transfer.no-session", "activation.unreachable" -> FailureKind.UNREACHABLE;
            case "activation.units-failed", "health.units-failed" -> FailureKind.DEGRADED;
            default -> cause.phase() == Phase.HEALTH ? FailureKind.UNHEALTHY : FailureKind.NOT_ACTIVATED;
        };
    }

    /** Whether the host runs, or may run, the system that the run brought. */
    public static boolean mayRunNew(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded _, HostOutcome.Indeterminate _ -> true;
            case HostOutcome.Failed(Failure cause) -> {
                FailureKind kind = of(cause);
                yield kind == FailureKind.DEGRADED || kind == FailureKind.UNHEALTHY;
            }
            case HostOutcome.RolledBack _, HostOutcome.Unchanged _, HostOutcome.Skipped _ -> false;
        };
    }
}
