package dev.convoy.cli.run;

import dev.convoy.activation.Generation;
import dev.convoy.activation.Generations;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Ledger;
import dev.convoy.activation.LedgerEntry;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a host is, where it goes, and the open link to it. */
record WayBack(Link link, HostState state, StorePath back) {
    boolean isThere() {
        return state.running().equals(Optional.of(back)) && state.profile().equals(Optional.of(back));
    }

    /** Reads from a host where it would go back to. */
    record Finder(Equipment equipment, OptionalInt generation) implements Visits.Question<WayBack> {
        @Override
        public WayBack ask(Place place, Link link) throws InterruptedException {
            HostState state = equipment.rooms().observe(link.machine());
            equipment.log().publish(place.host(), Phase.OBSERVE, new Body.Observed(state));
            if (!state.root()) {
                throw new RefusedException(refusal(
                        "plan.no-root",
                        "no command can run as root: " + state.rootProblem().orElse("no reason given"),
                        "Log in as root, allow sudo without a password, or use --ask-sudo-password on a terminal."));
            }
            return new WayBack(link, state, generation.isPresent() ? numbered(link) : recorded(link, state));
        }

        private StorePath numbered(Link link) throws InterruptedException {
            List<Generation> all = Generations.read(link.machine());
            return all.stream()
                    .filter(g -> g.number() == generation.getAsInt())
                    .findFirst()
                    .map(Generation::toplevel)
                    .orElseThrow(() -> new RefusedException(refusal(
                            "rollback.no-such-generation",
                            "there is no generation " + generation.getAsInt() + "; there are "
                                    + String.join(
                                            ", ",
                                            all.stream()
                                                    .map(g -> "" + g.number())
                                                    .toList()),
                            "'convoy generations' lists them.")));
        }

        /** The latest entry that put in force what runs now says what ran before it. */
        private static StorePath recorded(Link link, HostState state) throws InterruptedException {
            List<LedgerEntry> entries = Ledger.read(link.machine());
            return entries.reversed().stream()
                    .filter(entry -> state.running().equals(Optional.of(entry.toplevel())))
                    .map(LedgerEntry::previous)
                    .flatMap(Optional::stream)
                    .filter(previous -> !state.running().equals(Optional.of(previous)))
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(refusal(
                            "rollback.nothing-recorded",
                            "the host has no record of what ran before what runs now",
                            "Choose a generation: 'convoy generations', then 'convoy rollback --to N'.")));
        }

        private static Failure refusal(String code, String message, String hint) {
            return new Failure(code, Phase.PLAN, message, List.of(), List.of(hint));
        }
    }
}
