package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.Begun;
import dev.convoy.activation.BootTrial;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.activation.hook.Hook.Stage;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Boot;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A restart for its own sake: between its hooks, and well only if the host is back with what it was to boot and stays healthy.
 *
 * @param soak how long it must
 * @param goesBack whether it is taken back if it does not, where its boot is a trial
 */
public record HostRestart(Equipment equipment, Orders orders, Reached host, Duration soak, boolean goesBack) {
    /** Tells the host. */
    public interface Order {
        Restarted give(Boot boot) throws InterruptedException;
    }

    /** @param boots what it has to come back with */
    public HostOutcome begin(Optional<StorePath> boots, Order order) throws Exception {
        HostState now = host.state().orElseThrow();
        var period = new TrialPeriod(equipment, orders, host, soak);
        period.lookBefore();
        return hooks(boots)
                .around(
                        Stage.REBOOT,
                        () -> equipment.interruption().undisturbed(() -> {
                            equipment.log().publish(host.host(), Phase.ACTIVATE, new Body.PhaseStarted());
                            Restarted end = order.give(new Boot(now.bootId(), List.copyOf(now.failedUnits())));
                            return outcome(end, boots, period, now.failedUnits());
                        }));
    }

    /**
     * What another process began.
     *
     * @param failingBefore the checks that failed before it
     */
    public HostOutcome rejoin(Optional<StorePath> boots, Boot boot, Set<String> failingBefore) throws Exception {
        var period = new TrialPeriod(equipment, orders, host, soak);
        period.failedBefore(failingBefore);
        equipment.log().publish(host.host(), Phase.ACTIVATE, new Body.PhaseStarted());
        HostOutcome outcome = equipment
                .interruption()
                .undisturbed(
                        () -> outcome(order(equipment, host, boot), boots, period, new TreeSet<>(boot.failedUnits())));
        return hooks(boots).finished(Stage.REBOOT, outcome);
    }

    public static Restarted order(Equipment equipment, Reached host, Boot boot) throws InterruptedException {
        return equipment
                .rooms()
                .restart(
                        host.link(),
                        boot.id(),
                        equipment.settings().span(Setting.REBOOT_TIMEOUT),
                        event -> equipment.log().publish(host.host(), Phase.ACTIVATE, new Body.Activation(event)));
    }

    private HostHooks hooks(Optional<StorePath> boots) {
        var context = new HookContext(
                orders.ids().runId(),
                orders.goal().word(),
                orders.operator(),
                Optional.empty(),
                host.host(),
                host.facts(),
                boots,
                host.state().flatMap(HostState::running));
        return new HostHooks(equipment, context, host.link());
    }

    private HostOutcome outcome(Restarted end, Optional<StorePath> boots, TrialPeriod period, Set<String> failedUnits)
            throws InterruptedException {
        return new AfterRestart(host.host(), period, orders.terms().confirmWindow(), goesBack, _ -> {})
                .outcome(
                        end,
                        boots,
                        back -> trial(back, boots),
                        running -> new HealthOutcomes(host.host(), period.watchRestarted(failedUnits))
                                .restarted(running, period.ignoredUnits()));
    }

    private Optional<Begun> trial(Restarted.Back back, Optional<StorePath> boots) throws InterruptedException {
        Optional<Begun> trial = equipment.rooms().bootTrial(host.link(), back, orders.terms(), this::tell);
        if (trial.isPresent() || boots.isEmpty() || back.running().equals(boots)) {
            return trial;
        }
        HostState now = equipment.rooms().observe(host.link().machine());
        return BootTrial.recorded(now, boots.get()).map(Begun.Ended::new);
    }

    private void tell(ActivationEvent event) {
        equipment.log().publish(host.host(), Phase.ACTIVATE, new Body.Activation(event));
    }
}
