package dev.convoy.cli.run.reboot;

import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.Readiness;
import dev.convoy.cli.plan.RebootNeed;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.host.ChangeWindows;
import dev.convoy.cli.run.host.Reached;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.run.visit.Visits.Visit;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Looks at hosts before any is restarted, and plans which will be. */
record RebootSurvey(Equipment equipment, RebootRun.Which which) {
    /** A host, what is planned for it, and the open link to it if it is to be restarted. */
    record Found(Place place, HostPlan plan, Optional<Link> link) {
        HostName host() {
            return place.host();
        }

        boolean isToDo() {
            return link.isPresent();
        }

        Reached reached() {
            return new Reached(host(), place.facts(), link.orElseThrow(), plan.state());
        }

        void close() {
            link.ifPresent(Link::close);
        }
    }

    private record Seen(Link link, HostState state) {}

    List<Found> at(Collection<Place> places) throws InterruptedException {
        var offline = Offline.of(equipment.settings());
        return Visits.staying(equipment, places, (place, link) -> new Seen(link, observe(place, link))).stream()
                .map(visit -> switch (visit) {
                    case Visit.Failed<Seen> failed -> unseen(failed, offline);
                    case Visit.Answered<Seen>(Place place, Seen(Link link, HostState state)) ->
                        seen(place, link, state);
                })
                .toList();
    }

    private HostState observe(Place place, Link link) throws InterruptedException {
        HostState state = equipment.rooms().observe(link.machine());
        equipment.log().publish(place.host(), Phase.OBSERVE, new Body.Observed(state));
        return state;
    }

    private static Found unseen(Visit.Failed<Seen> failed, Offline offline) {
        Place place = failed.place();
        HostPlan.Step step = failed.isSkipped(offline)
                ? new HostPlan.Step.Away(failed.why(), Optional.<Duration>empty())
                : new HostPlan.Step.Refused(List.of(failed.why()));
        return new Found(place, new HostPlan(place.host(), place.wanted(), Optional.empty(), step), Optional.empty());
    }

    private Found seen(Place place, Link link, HostState state) {
        HostPlan.Step step = step(place, state);
        boolean isToDo = step instanceof HostPlan.Step.Change;
        if (!isToDo) {
            link.close();
        }
        return new Found(
                place,
                new HostPlan(place.host(), state.profile(), Optional.of(state), step),
                isToDo ? Optional.of(link) : Optional.empty());
    }

    private HostPlan.Step step(Place place, HostState state) {
        List<String> needs = new ArrayList<>(RebootNeed.ofWhatBoots(state));
        if (isOnTrial(state)) {
            needs.add("the confirmation of its boot; it is not restarted again");
        }
        if (which == RebootRun.Which.IN_NEED && needs.isEmpty()) {
            return new HostPlan.Step.Unchanged();
        }
        List<Failure> problems = problems(place, state);
        return problems.isEmpty()
                ? new HostPlan.Step.Change(
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        needs,
                        HostPlan.Restart.YES,
                        warnings(place))
                : new HostPlan.Step.Refused(problems);
    }

    private List<String> warnings(Place place) {
        List<String> warnings = new ArrayList<>();
        if (place.broken().isPresent()) {
            warnings.add("its configuration does not evaluate, so the tags that it gives the host are not known");
        }
        ChangeWindows.of(equipment).warning(place.host(), place.facts()).ifPresent(warnings::add);
        return warnings;
    }

    private List<Failure> problems(Place place, HostState state) {
        List<Failure> problems = new ArrayList<>();
        if (equipment.routes().to(place.host(), place.facts()) instanceof HostRoute.Here) {
            problems.add(new Failure(
                    "reboot.here",
                    Phase.PLAN,
                    "it is this machine, which cannot wait for itself",
                    List.of(),
                    List.of("Restart it by hand, or from another machine.")));
        }
        if (!state.root()) {
            problems.add(Readiness.noRoot(state));
        }
        if (!canBeTold(state)) {
            problems.add(new Failure(
                    "reboot.no-systemd",
                    Phase.PLAN,
                    "it has no systemd, which is what convoy tells to restart a host",
                    List.of(),
                    List.of("Restart it by hand; 'convoy status' then shows what it runs.")));
        }
        if (state.profile().isEmpty()) {
            problems.add(new Failure(
                    "reboot.unknown-system",
                    Phase.PLAN,
                    "it cannot say what it would boot: it has no system profile",
                    List.of(),
                    List.of("Deploy to it first, or restart it by hand.")));
        }
        ChangeWindows.of(equipment).refusal(place.host(), place.facts()).ifPresent(problems::add);
        heldBy(state).ifPresent(problems::add);
        return problems;
    }

    private static boolean canBeTold(HostState state) {
        return state.systemdVersion().isPresent()
                || state.systemState().isPresent()
                || state.platform().endsWith("-darwin");
    }

    /** Its first boot was begun by somebody else, and waits for an answer. */
    static boolean isOnTrial(HostState state) {
        return state.runInProgress()
                .flatMap(HostLock::state)
                .filter("awaiting-confirmation-of-its-boot"::equals)
                .isPresent();
    }

    /** Whoever works on it shall not find it gone. */
    static Optional<Failure> heldBy(HostState state) {
        return state.runInProgress().filter(_ -> !isOnTrial(state)).map(Readiness::runInProgress);
    }
}
