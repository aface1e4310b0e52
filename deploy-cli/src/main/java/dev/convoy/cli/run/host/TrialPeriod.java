package dev.convoy.cli.run.host;

import dev.convoy.activation.HostState;
import dev.convoy.activation.Trial;
import dev.convoy.activation.health.Check;
import dev.convoy.activation.health.Finding;
import dev.convoy.activation.health.HealthWatch;
import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.activation.health.Timing;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.evaluator.HostName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Watches a host's health while its new system is on trial. */
final class TrialPeriod {
    private static final String NO_NEW_FAILURE = "no newly failed unit";

    private final Equipment equipment;
    private final Reached reached;
    private final HealthChecks health;
    private final SortedSet<String> ignoredUnits;
    private final Duration soak;
    private final Duration confirmWindow;
    private final Clock clock;
    private final String addressBefore;
    private final List<Check> checks;
    private Set<String> failedBefore = new TreeSet<>();
    private Instant deadline = Instant.MAX;

    TrialPeriod(Equipment equipment, Orders orders, Contact contact, Duration soak) {
        this(equipment, orders, contact.reached(), soak);
    }

    TrialPeriod(Equipment equipment, Orders orders, Reached reached, Duration soak) {
        this.health = new HealthChecks(equipment.settings());
        this.equipment = equipment;
        this.reached = reached;
        this.ignoredUnits = health.ignoredUnits(reached);
        this.soak = soak;
        this.confirmWindow = orders.terms().confirmWindow();
        this.clock = equipment.rooms().clock();
        this.addressBefore = reached.link().name();
        // A check that cannot be made is found out before anything is changed.
        this.checks = checks();
    }

    /** What is to be said of a host that answers elsewhere than before. */
    Optional<String> moved() {
        String now = reached.link().name();
        return now.equals(addressBefore)
                ? Optional.empty()
                : Optional.of("answers at " + now + " now, no more at " + addressBefore);
    }

    SortedSet<String> ignoredUnits() {
        return ignoredUnits;
    }

    /** As an earlier process saw them before anything was changed. */
    void failedBefore(Set<String> checks) {
        failedBefore = checks;
    }

    /** Before anything is changed: what fails already is not the new system's fault. Failed units the host records itself. */
    void lookBefore() throws InterruptedException {
        failedBefore = watch(checks, equipment.rooms().prober(reached.link())).failing();
        if (!failedBefore.isEmpty()) {
            equipment.noteFailing(host(), failedBefore);
        }
        failedBefore.forEach(name -> equipment
                .log()
                .publish(host(), Phase.HEALTH, new Body.Warning(name + " fails already, before anything is changed")));
    }

    /** Of the host where it is now: a new system may have moved it to another of its addresses. */
    private List<Check> checks() {
        String address = equipment.routes().address(host(), reached.facts(), reached.link());
        return health.of(reached, address);
    }

    /** Until the soak is over and every check has made up its mind, or one fails, or the host goes back by itself. */
    List<Finding> watch(Trial trial) throws InterruptedException {
        List<Check> all = new ArrayList<>();
        all.add(new Check(
                NO_NEW_FAILURE, Probe.NoNewFailure.except(trial.failedBefore(), ignoredUnits), Timing.STRICT));
        all.addAll(checks());
        equipment.log().publish(host(), Phase.HEALTH, new Body.PhaseStarted());
        equipment.log().publish(host(), Phase.HEALTH, new Body.SoakStarted(soak, all.size()));
        deadline = clock.instant().plus(confirmWindow);
        HealthWatch.Look prober = equipment.rooms().prober(reached.link());
        return watch(all, (probe, timeout) -> look(prober, trial, probe, timeout))
                .watch(soak, failedBefore, until -> keepAlive(trial, until));
    }

    /** Once more, after a restart: whatever is found, the host does not go back by itself any more. */
    List<Finding> watchRestarted() throws InterruptedException {
        return watchRestarted(
                reached.state().<Set<String>>map(HostState::failedUnits).orElseGet(TreeSet::new));
    }

    /** @param known units that had failed before it */
    List<Finding> watchRestarted(Set<String> known) throws InterruptedException {
        List<Check> all = new ArrayList<>();
        all.add(new Check(NO_NEW_FAILURE, Probe.NoNewFailure.except(known, ignoredUnits), Timing.STRICT));
        all.addAll(checks());
        equipment.log().publish(host(), Phase.HEALTH, new Body.PhaseStarted());
        equipment.log().publish(host(), Phase.HEALTH, new Body.SoakStarted(soak, all.size()));
        return watch(all, equipment.rooms().prober(reached.link())).watch(soak, failedBefore, _ -> true);
    }

    private HealthWatch watch(List<Check> which, HealthWatch.Look look) {
        return new HealthWatch(
                which,
                look,
                finding -> equipment.log().publish(host(), Phase.HEALTH, new Body.Health(finding)),
                clock,
                equipment.rooms()::pause);
    }

    /** Without systemd, what its activation named is all that a host can say of its units. */
    private Result look(HealthWatch.Look prober, Trial trial, Probe probe, Duration timeout)
            throws InterruptedException {
        boolean hasUnits = reached.state().flatMap(HostState::systemdVersion).isPresent();
        if (!(probe instanceof Probe.NoNewFailure) || hasUnits) {
            return prober.at(probe, timeout);
        }
        var named = trial.newlyFailed().stream()
                .filter(unit -> !ignoredUnits.contains(unit.unit()))
                .toList();
        return named.isEmpty() ? new Result.Pass() : new Result.UnitsFailed(named);
    }

    /** The host's deadline stays half a window ahead of what is about to be done. */
    private boolean keepAlive(Trial trial, Duration until) throws InterruptedException {
        Instant needed = clock.instant().plus(until).plus(confirmWindow.dividedBy(2));
        if (deadline.isAfter(needed)) {
            return true;
        }
        Duration more = until.plus(confirmWindow);
        deadline = clock.instant().plus(more);
        return trial.extend(more);
    }

    private HostName host() {
        return reached.host();
    }
}
