package dev.convoy.cli.run.host;

import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Optional;

/** Where a host is, where it goes, and the open link to it. */
public record WayBack(Link link, HostState state, StorePath back) {
    public boolean isThere() {
        return state.running().equals(Optional.of(back)) && state.profile().equals(Optional.of(back));
    }

    /** Reads from a host where it would go back to. */
    public record Finder(Equipment equipment, Destination destination) implements Visits.Question<WayBack> {
        @Override
        public WayBack ask(Place place, Link link) throws InterruptedException {
            HostState state = equipment.rooms().observe(link.machine());
            equipment.log().publish(place.host(), Phase.OBSERVE, new Body.Observed(state));
            if (!state.root()) {
                throw new RefusedException(new Failure(
                        "plan.no-root",
                        Phase.PLAN,
                        "no command can run as root: " + state.rootProblem().orElse("no reason given"),
                        List.of(),
                        List.of("Log in as root, allow sudo without a password, or use --ask-sudo-password on a"
                                + " terminal.")));
            }
            return new WayBack(link, state, destination.of(place.host(), link.machine(), state));
        }
    }
}
