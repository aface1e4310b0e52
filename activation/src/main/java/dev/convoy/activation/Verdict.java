package dev.convoy.activation;

import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.AlreadyCurrent;
import dev.convoy.activation.ActivationOutcome.Degraded;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.NeedsReboot;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a run by what the host runs now. What the supervisor said counts only where the host bears it out.
 *
 * @param host the answer of conclude.sh
 * @param namedAsFailed the units that switch-to-configuration named, for hosts without systemd
 */
record Verdict(ActivationRequest request, HostAnswer host, List<String> namedAsFailed) {
    private static final long SOME_UNITS_FAILED = 4;

    /** What finish.sh tells before it writes the result. */
    private static final String LAST_STEP = "ended";

    ActivationOutcome outcome() {
        return switch (host.text("result.outcome").orElse("none")) {
            case "activated" -> isInForce() ? activated() : contradicted();
            case "already-current" -> isInForce() ? new AlreadyCurrent(target()) : contradicted();
            case "needs-reboot" -> new NeedsReboot(request.toplevel(), saidBySupervisor() + "; nothing was changed");
            case "reverted" -> isAsBefore() ? new Reverted(running(), cause()) : contradicted();
            case "restarting" -> isRestarted() && isAsBefore() ? new Reverted(running(), cause()) : contradicted();
            case "failed" -> new Failed(running(), cause());
            default -> awaitsBoot() ? staged() : noResult();
        };
    }

    /** The new system runs and waits for its confirmation. */
    boolean isOnTrial() {
        return host.text("result.outcome").isEmpty()
                && host.text("state").filter("awaiting-confirmation"::equals).isPresent()
                && host.text("alive").isPresent()
                && running().equals(Optional.of(target()));
    }

    /** It began, and somebody on the host still goes on with it. */
    boolean isAtWork() {
        return host.text("result.outcome").isEmpty()
                && host.text("state").isPresent()
                && host.text("alive").isPresent()
                && !awaitsBoot();
    }

    /** The host goes back by a restart, and is on its way down. */
    boolean isRestarting() {
        boolean fromLive =
                host.text("result.outcome").filter("restarting"::equals).isPresent() && !isRestarted();
        boolean fromBoot = host.text("result.outcome").isEmpty()
                && host.text("went_back").isPresent()
                && host.text("went_back").equals(host.text("boot_id"));
        return fromLive || fromBoot;
    }

    /** It was made what boots, has not booted yet, and is on trial then. */
    private boolean awaitsBoot() {
        return host.text("state").filter("awaiting-boot"::equals).isPresent() && !isRestarted();
    }

    private ActivationOutcome staged() {
        return isInForce()
                ? new Activated(
                        running().orElse(request.toplevel()),
                        List.of("when it boots it is on trial: the host goes back unless convoy confirms it within "
                                + request.terms().bootWindow().toSeconds() + " s"))
                : contradicted();
    }

    /** It began, came to no end, and nobody on the host goes on with it. */
    boolean isCutOff() {
        return host.text("result.outcome").isEmpty()
                && host.text("state").isPresent()
                && host.text("alive").isEmpty()
                && !awaitsBoot();
    }

    /** What shall run: the system, or the specialisation of it that the host chose as the request says. No boot chooses one. */
    private StorePath target() {
        if (request.goal() == ActivationGoal.BOOT) {
            return request.toplevel();
        }
        return host.path("before.target").orElse(request.toplevel());
    }

    private boolean isInForce() {
        boolean runs = running().equals(Optional.of(target()));
        boolean boots = host.path("profile").equals(Optional.of(request.toplevel()));
        return switch (request.goal()) {
            case TEST -> runs;
            case SWITCH -> runs && boots;
            case BOOT -> boots;
            case DRY_ACTIVATE -> false;
        };
    }

    private boolean isAsBefore() {
        // A host that booted goes back to what it had booted before, which need not be what was to boot next.
        boolean profile = host.path("profile").equals(host.path("before.profile"))
                || (isRestarted() && host.path("profile").equals(host.path("before.back")));
        // A restart ends on what boots, which need not be what ran.
        boolean runs = running().equals(host.path("before.running"))
                || (isRestarted() && running().equals(host.path("profile")));
        return runs && profile;
    }

    private ActivationOutcome activated() {
        StorePath running = running().orElse(request.toplevel());
        List<String> warnings = new ArrayList<>(host.all("result.warning"));
        if (request.goal() == ActivationGoal.BOOT) {
            return new Activated(running, warnings);
        }
        List<FailedUnit> units = newlyFailed();
        boolean someFailed = host.number("result.exit").orElse(0) == SOME_UNITS_FAILED;
        boolean seenByUs = host.text("systemd").isPresent();
        if (!units.isEmpty() || (someFailed && !seenByUs)) {
            return new Degraded(running, units);
        }
        if (someFailed) {
            warnings.add("switch-to-configuration found failed units; they had failed before, or have come up since");
        }
        return new Activated(running, warnings);
    }

    List<FailedUnit> newlyFailed() {
        if (host.text("systemd").isEmpty()) {
            return namedAsFailed.stream()
                    .distinct()
                    .map(unit -> new FailedUnit(unit, List.of()))
                    .toList();
        }
        List<String> before = host.all("failed_before");
        return host.all("failed_unit").stream()
                .filter(unit -> !before.contains(unit))
                .map(unit -> new FailedUnit(unit, host.parts("journal", unit)))
                .toList();
    }

    /** The supervisor came to its end, and then something else changed the host, or it was wrong. */
    private ActivationOutcome contradicted() {
        String message = "the run ended as " + host.text("result.outcome").orElse("") + ", but the host runs "
                + running().map(StorePath::toString).orElse("nothing known") + " and boots "
                + host.path("profile").map(StorePath::toString).orElse("nothing known");
        return new Failed(running(), Failures.of("activation.not-in-force", message, log()));
    }

    private ActivationOutcome noResult() {
        if (host.text("begun").isEmpty()) {
            String message = "the host accepted the run and did not start it";
            return new Failed(running(), Failures.of("activation.not-started", message, log()));
        }
        return new Failed(running(), Failures.of("activation.interrupted", interruption(), log()));
    }

    private String interruption() {
        String step = host.text("step").orElse("its first step");
        if (step.equals(LAST_STEP)) {
            return "the run came to its end on the host and could not leave its result there, as on a disk that is full";
        }
        return (isRestarted() ? "the host was restarted during " : "the supervisor was ended on the host during ")
                + step;
    }

    private boolean isRestarted() {
        return host.text("before.boot_id").isPresent() && !host.text("boot_id").equals(host.text("before.boot_id"));
    }

    private ActivationFailure cause() {
        String code = host.text("result.code").orElse("activation.failed");
        return request.goal() == ActivationGoal.BOOT
                ? Failures.afterBoot(code, saidBySupervisor(), log())
                : Failures.of(code, saidBySupervisor(), log());
    }

    private String saidBySupervisor() {
        return host.text("result.message").orElse("no reason given");
    }

    Optional<StorePath> running() {
        return host.path("running");
    }

    private List<String> log() {
        List<String> lines = host.all("log");
        return lines.stream().filter(line -> !line.isBlank()).toList();
    }
}
