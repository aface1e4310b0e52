package dev.convoy.cli.run.rollout;

import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Ending;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.HostPipeline;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.host.Rejoining;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.run.visit.Visits.Visit;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The hosts of a run that processes before this one worked on: what the journal says of each, held against the host itself. */
public record PastHosts(Equipment equipment, Orders orders, RolloutPlan rollout, RunRecord run) {
    public HostRecord record(HostName host) {
        return Objects.requireNonNull(run.hosts().get(host), host.value());
    }

    public static HostSpec spec(HostRecord host) {
        return host.head()
                .recipe()
                .orElseThrow(() -> new IllegalStateException("a deployment has a recipe for each host"));
    }

    /** To a host that is still to be done, as it was when the run began. */
    public Contact asThen(Contact now) {
        return now.with(before(record(now.host())));
    }

    /** Those that were begun, and those that had come to their end. A host that is not among the results is still to be done. */
    public List<HostPipeline> bringToTheirEnds() throws Exception {
        try (var scope = new TaskScope<Optional<HostPipeline>>()) {
            for (HostRecord host : run.all()) {
                if (host.begun() > 0 || !host.isOpen()) {
                    scope.fork(host.host().value(), () -> visit(host));
                }
            }
            return equipment.interruption().undisturbed(scope::join).stream()
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private record Seen(Link link, HostState state) {}

    /** Whoever stops this leaves the host as it is: it is still open then. */
    private Optional<HostPipeline> visit(HostRecord host) throws Exception {
        try {
            return equipment.interruption().during(() -> {
                Visit<Seen> visit = Visits.staying(
                                equipment,
                                List.of(Place.of(host)),
                                (_, link) -> new Seen(link, equipment.rooms().observe(link.machine())))
                        .getFirst();
                return switch (visit) {
                    case Visit.Failed<Seen>(Place _, Failure why) -> Optional.of(over(host.host(), unread(host, why)));
                    case Visit.Answered<Seen>(Place _, Seen(Link link, HostState state)) -> seen(host, link, state);
                };
            });
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }

    private Optional<HostPipeline> seen(HostRecord host, Link link, HostState state) throws Exception {
        Contact contact = contact(host, link, Optional.of(state));
        Optional<HostOutcome> end = Optional.empty();
        try {
            end = isTheRollbacks(host) || !host.isOpen()
                    ? Optional.of(held(host, state))
                    : equipment
                            .interruption()
                            .undisturbed(() -> new Rejoining(equipment, orders, rollout, host, contact).toItsEnd());
        } catch (RuntimeException e) {
            end = Optional.of(new HostOutcome.Indeterminate(equipment.bugs().failure(e, Phase.ACTIVATE)));
        } finally {
            if (end.isEmpty()) {
                link.close();
            }
        }
        return end.map(outcome -> told(HostPipeline.over(equipment, orders, contact, outcome), outcome));
    }

    /** It had come to its end, and then was to go back. */
    private boolean isTheRollbacks(HostRecord host) {
        return run.halt().filter(halt -> halt.back().contains(host.host())).isPresent();
    }

    /** A host of which this is known, and that nothing more is asked of now. */
    public HostPipeline over(HostName host, HostOutcome outcome) {
        HostRecord record = record(host);
        HostRoute route = equipment.routes().to(host, record.head().facts());
        Contact contact = contact(record, equipment.rooms().link(host, route), Optional.empty());
        return told(HostPipeline.over(equipment, orders, contact, outcome), outcome);
    }

    private static Contact contact(HostRecord host, Link link, Optional<HostState> state) {
        return new Contact(spec(host), link, state, Optional.empty(), before(host));
    }

    private static Contact.Before before(HostRecord host) {
        return new Contact.Before(host.head().before(), host.head().bootsBefore());
    }

    /** What the journal has already is not written again. */
    private HostPipeline told(HostPipeline host, HostOutcome outcome) {
        boolean known = record(host.host())
                .ending()
                .filter(end -> end.kind() == Ending.of(outcome).kind())
                .isPresent();
        if (known) {
            host.tell(outcome);
        } else {
            host.end(outcome);
        }
        return host;
    }

    /** Nothing is claimed of hosts that the run did not change, or put back. */
    private static HostOutcome unread(HostRecord host, Failure why) {
        Optional<Ending> end = host.ending().filter(_ -> !host.isChanged());
        return end.isPresent() ? outcome(end.get(), List.of()) : new HostOutcome.Indeterminate(why);
    }

    /** What the journal says that a host came to, if the host bears it out. */
    private HostOutcome held(HostRecord host, HostState state) {
        if (host.ending().isEmpty()) {
            return new HostOutcome.Indeterminate(Failures.interrupted(Phase.ROLLBACK));
        }
        Ending end = host.ending().get();
        List<String> now = List.of("now running: " + name(state.running(), host.host()));
        return switch (end.kind()) {
            case SUCCEEDED, UNCHANGED ->
                has(host, state) ? outcome(end, now) : new HostOutcome.Failed(left(host, state.running()));
            case ROLLED_BACK, FAILED, SKIPPED, INDETERMINATE -> outcome(end, now);
        };
    }

    /** As it was told then. */
    public static HostOutcome outcome(Ending end, List<String> detail) {
        return switch (end.kind()) {
            case SUCCEEDED -> new HostOutcome.Succeeded(end.text(), List.of());
            case UNCHANGED -> new HostOutcome.Unchanged(end.text());
            case ROLLED_BACK -> new HostOutcome.RolledBack(failure(end, detail));
            case FAILED -> new HostOutcome.Failed(failure(end, detail));
            case SKIPPED -> new HostOutcome.Skipped(end.text());
            case INDETERMINATE -> new HostOutcome.Indeterminate(failure(end, detail));
        };
    }

    private static Failure failure(Ending end, List<String> detail) {
        return new Failure(
                end.code().orElse("run.interrupted"),
                end.phase().orElse(Phase.ACTIVATE),
                end.text(),
                detail,
                List.of());
    }

    /** A specialisation of the system is the system, too; then the profile tells. */
    private boolean has(HostRecord host, HostState state) {
        Optional<StorePath> system = Optional.of(host.head().system());
        return state.profile().equals(system)
                || (orders.goal() != Goal.BOOT && state.running().equals(system));
    }

    /** It has what it shall have already, whoever brought it. */
    public HostOutcome isThere(HostName host) {
        String runs = "runs " + name(Optional.of(record(host).head().system()), host);
        return record(host).begun() > 0 ? new HostOutcome.Succeeded(runs, List.of()) : new HostOutcome.Unchanged(runs);
    }

    /** A host that runs something third is left alone: somebody else was there. */
    public Survey.Finding check(Survey.Finding finding) {
        HostPlan host = finding.plan();
        HostRecord record = record(host.host());
        return host.isAsKnown(record.head().before(), record.head().system())
                ? finding
                : finding.refused(moved(record, host.running()));
    }

    private static Failure moved(HostRecord host, Optional<StorePath> running) {
        return hasMoved(
                host,
                "it runs " + name(running, host.host()) + ", but ran "
                        + name(host.head().before(), host.host()) + " when the run began");
    }

    private Failure left(HostRecord host, Optional<StorePath> running) {
        return hasMoved(
                host,
                "it runs " + name(running, host.host()) + " now, and run " + run.id() + " left it with "
                        + name(Optional.of(host.head().system()), host.host()));
    }

    private static Failure hasMoved(HostRecord host, String how) {
        return new Failure(
                "resume.host-moved",
                Phase.PLAN,
                how,
                List.of(),
                List.of("See what came between: convoy history --on " + host.host()));
    }

    private static String name(Optional<StorePath> system, HostName host) {
        return system.map(path -> SystemName.of(path, host)).orElse("nothing that convoy can tell");
    }
}
