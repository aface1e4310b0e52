package dev.convoy.cli.run.reboot;

import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart.Restarted;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Boot;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.Interruption;
import dev.convoy.cli.run.host.HostRestart;
import dev.convoy.cli.run.host.Member;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.host.Reached;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Link;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One host that is restarted: read once more in its turn, told, waited for, and watched. Nothing is prepared before. */
final class Rebooting implements Member {
    private final Equipment equipment;
    private final Orders orders;
    private final Reached reached;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean told;
    private volatile Optional<HostOutcome> outcome = Optional.empty();

    Rebooting(Equipment equipment, Orders orders, Reached reached) {
        this.equipment = equipment;
        this.orders = orders;
        this.reached = reached;
    }

    /** One to which nobody went in this process. */
    static Rebooting unreached(Equipment equipment, Orders orders, Place place) {
        HostRoute route = equipment.routes().to(place.host(), place.facts());
        Link link = equipment.rooms().link(place.host(), route);
        return new Rebooting(equipment, orders, new Reached(place.host(), place.facts(), link, Optional.empty()));
    }

    @Override
    public HostName host() {
        return reached.host();
    }

    @Override
    public DeploymentFacts facts() {
        return reached.facts();
    }

    @Override
    public Optional<HostOutcome> outcome() {
        return outcome;
    }

    @Override
    public void prepare() {}

    @Override
    public boolean wantsPreparing() {
        return false;
    }

    @Override
    public void activate(Duration soak, boolean goesBack) {
        caught(() -> {
            HostState now = observe();
            Optional<Failure> held = RebootSurvey.heldBy(now);
            if (held.isPresent()) {
                return new HostOutcome.Failed(held.get());
            }
            Reached here = new Reached(host(), facts(), reached.link(), Optional.of(now));
            return new HostRestart(equipment, orders, here, soak, goesBack)
                    .begin(
                            now.profile(),
                            boot -> RebootSurvey.isOnTrial(now)
                                    ? new Restarted.Back(now.bootId(), now.running(), now.profile())
                                    : tell(boot));
        });
    }

    /** An earlier process told it to restart, or was about to: whatever it heard, it restarts once. */
    void follow(HostRecord record, Boot boot, Duration soak, boolean goesBack) {
        told = true;
        caught(() -> new HostRestart(equipment, orders, reached, soak, goesBack)
                .rejoin(Optional.of(record.head().system()), boot, record.failingBefore()));
    }

    private Restarted tell(Boot boot) throws InterruptedException {
        Interruption interruption = equipment.interruption();
        if (interruption.isStopping()) {
            throw new InterruptedException("stopped before it was told");
        }
        equipment.journal().restarting(host(), boot);
        told = true;
        return HostRestart.order(equipment, reached, boot);
    }

    private HostState observe() throws InterruptedException {
        try {
            return equipment.rooms().observe(reached.link().machine());
        } catch (RuntimeException stale) {
            // The connection may have been idle for as long as other hosts had their turn.
            return equipment.rooms().observe(reached.link().reconnect());
        }
    }

    @Override
    public void skip(String reason) {
        end(new HostOutcome.Skipped(reason));
    }

    void end(HostOutcome how) {
        outcome = Optional.of(how);
        equipment.remember(host(), how);
        equipment.log().publish(host(), Phase.REPORT, new Body.HostFinished(how));
    }

    /** As an earlier process wrote it down. */
    void endedBefore(HostOutcome how) {
        outcome = Optional.of(how);
        equipment.log().publish(host(), Phase.REPORT, new Body.HostFinished(how));
    }

    @Override
    public void waiting(String reason) {
        equipment.log().publish(host(), Phase.ACTIVATE, new Body.Waiting(reason));
    }

    @Override
    public void close() {
        if (left.compareAndSet(false, true)) {
            reached.link().close();
        }
    }

    private interface Work {
        HostOutcome run() throws Exception;
    }

    private void caught(Work work) {
        try {
            end(equipment.interruption().during(work::run));
        } catch (InterruptedException e) {
            end(
                    told
                            ? new HostOutcome.Indeterminate(Failures.interrupted(Phase.ACTIVATE))
                            : new HostOutcome.Skipped("stopped before it was restarted"));
        } catch (Exception e) {
            Failure why = equipment.bugs().failure(e, Phase.ACTIVATE);
            boolean stopped = equipment.interruption().isStopping() && !told;
            end(
                    stopped
                            ? new HostOutcome.Skipped("stopped before it was restarted")
                            : told ? new HostOutcome.Indeterminate(why) : new HostOutcome.Failed(why));
        }
    }
}
