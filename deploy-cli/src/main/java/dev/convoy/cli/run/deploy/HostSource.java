package dev.convoy.cli.run.deploy;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.SavedPlan;
import dev.convoy.cli.plan.SavedPlan.PlannedHost;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.select.Selector;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostFailure;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where a run has its hosts and their systems from. */
public sealed interface HostSource {
    Fleet read(Rooms rooms, Session session, EventLog log) throws InterruptedException;

    /** What was found on a host, held against what is known of it. */
    default Survey.Finding check(Survey.Finding finding) {
        return finding;
    }

    /** The flake, evaluated now. */
    record FromFlake(Selector selector) implements HostSource {
        @Override
        public Fleet read(Rooms rooms, Session session, EventLog log) throws InterruptedException {
            return new FleetReader(rooms, session, log).read(selector);
        }
    }

    /** What was planned earlier. Nothing is evaluated; the flake need not even be there. */
    record FromPlan(SavedPlan plan, Selector selector) implements HostSource {
        @Override
        public Fleet read(Rooms rooms, Session session, EventLog log) {
            SortedMap<HostName, HostSpec> hosts = new TreeMap<>();
            List<HostFailure> failures = new ArrayList<>();
            SortedMap<HostName, DeploymentFacts> known = new TreeMap<>();
            plan.hosts().forEach((name, host) -> known.put(name, host.spec().facts()));
            for (HostName name : FleetReader.choose(selector, session.settings(), known, "the plan has")) {
                HostSpec spec = Objects.requireNonNull(plan.hosts().get(name)).spec();
                if (rooms.isHere(spec.toplevel()) || rooms.isHere(spec.derivation())) {
                    hosts.put(name, spec);
                } else {
                    failures.add(new HostFailure(name, gone(spec)));
                }
            }
            var fleet = new Fleet(plan.flake(), hosts, failures);
            log.publish(Phase.EVALUATE, new Body.HostsSelected(List.copyOf(FleetReader.chosen(fleet))));
            return fleet;
        }

        private static EvalFailure gone(HostSpec spec) {
            return new EvalFailure(
                    "plan.derivation-missing",
                    "building " + spec.derivation(),
                    "neither it nor its result is in this machine's store any more",
                    List.of("Make the plan anew, on this machine."));
        }

        /** A host that has what the plan wants may have it; one that runs something third is left alone. */
        @Override
        public Survey.Finding check(Survey.Finding finding) {
            HostPlan host = finding.plan();
            PlannedHost planned = Objects.requireNonNull(plan.hosts().get(host.host()));
            return host.isAsKnown(planned.running(), planned.spec().toplevel())
                    ? finding
                    : finding.refused(moved(host, planned.running()));
        }

        private Failure moved(HostPlan host, Optional<StorePath> then) {
            return new Failure(
                    "plan.host-moved",
                    Phase.PLAN,
                    "it runs " + name(host.running(), host.host()) + ", but ran " + name(then, host.host())
                            + " when the plan was made",
                    List.of("planned " + plan.made() + " by " + plan.operator()),
                    List.of("See what happened: convoy history --on " + host.host(), "Then make the plan anew."));
        }

        private static String name(Optional<StorePath> system, HostName host) {
            return system.map(path -> SystemName.of(path, host)).orElse("nothing that convoy could tell");
        }
    }
}
