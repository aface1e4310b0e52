package dev.convoy.cli.run.rollout;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.BuildQueue;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.HostPipeline;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds, copies and activates what was planned: every host comes to an end, and is left. */
public final class Deployment {
    private final Session session;
    private final String runId;
    private final Equipment equipment;
    private final Orders orders;
    private final RolloutPlan rollout;
    private final Verdicts verdicts;
    private final EventLog log;
    private final List<Contact> contacts = new ArrayList<>();
    private final List<HostSpec> buildsHere = new ArrayList<>();
    private final SortedMap<HostName, HostPipeline> over = new TreeMap<>();
    private final Set<HostName> forgiven = new HashSet<>();

    public Deployment(
            Session session, String runId, Equipment equipment, Orders orders, RolloutPlan rollout, Verdicts verdicts) {
        this.session = session;
        this.runId = runId;
        this.equipment = equipment;
        this.orders = orders;
        this.rollout = rollout;
        this.verdicts = verdicts;
        this.log = equipment.log();
    }

    /** A host that is to be done. */
    public void add(Contact contact, boolean buildsThere) {
        contacts.add(contact);
        if (!buildsThere) {
            buildsHere.add(contact.spec());
        }
    }

    /** A host that came to its end before this: it counts when its wave is judged, and may have to go back. */
    public void addOver(HostPipeline host, boolean isForgiven) {
        over.put(host.host(), host);
        if (isForgiven) {
            forgiven.add(host.host());
        }
    }

    public void run(Operator operator) throws Exception {
        var builds = new BuildQueue(buildsHere);
        SortedMap<HostName, HostPipeline> hosts = new TreeMap<>(over);
        contacts.forEach(contact -> hosts.put(contact.host(), new HostPipeline(equipment, orders, contact, builds)));
        try (var roots = GcRoots.open(session, runId);
                var scope = new TaskScope<Boolean>()) {
            beforeBuild(hosts.values());
            buildsHere.removeIf(spec -> Optional.ofNullable(hosts.get(spec.name()))
                    .flatMap(HostPipeline::outcome)
                    .isPresent());
            scope.fork("build", () -> {
                build(builds, roots);
                return true;
            });
            var halting = new Halting(rollout.onFailure(), operator, log, verdicts);
            new RolloutRun<>(equipment, rollout, hosts, halting, new RunRollback(equipment, orders, rollout), forgiven)
                    .run();
            equipment.interruption().undisturbed(scope::join);
        } finally {
            hosts.values().forEach(host -> {
                host.outcome().ifPresent(outcome -> verdicts.add(host.host(), outcome));
                host.close();
            });
        }
    }

    /** All hosts are built at once, so those that must not be, are known first. */
    private void beforeBuild(Collection<HostPipeline> hosts) throws Exception {
        try (var scope = new TaskScope<Boolean>()) {
            for (HostPipeline host : hosts) {
                scope.fork(host.host().value(), () -> {
                    host.beforeBuild();
                    return true;
                });
            }
            equipment.interruption().undisturbed(scope::join);
        }
    }

    /** Failures of the build are those of the hosts that wait for it, so nothing is thrown here. */
    private void build(BuildQueue builds, GcRoots roots) {
        if (buildsHere.isEmpty()) {
            return;
        }
        log.publish(Phase.BUILD, new Body.PhaseStarted());
        try {
            equipment.interruption().during(() -> {
                equipment.rooms().build(buildsHere, roots.directory(), event -> {
                    log.publish(Phase.BUILD, new Body.Build(event));
                    builds.accept(event);
                });
                return true;
            });
            log.publish(Phase.BUILD, new Body.PhaseFinished(roots.isKept() ? "kept in " + roots.directory() : ""));
        } catch (RuntimeException e) {
            builds.end(e);
        } catch (Exception e) {
            builds.end(new IllegalStateException("the build was cut off", e));
        } finally {
            // Whatever happened: nobody may wait for ever.
            builds.endWithoutResult();
        }
    }
}
