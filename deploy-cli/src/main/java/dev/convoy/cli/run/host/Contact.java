package dev.convoy.cli.run.host;

import dev.convoy.activation.HostState;
import dev.convoy.cli.run.reach.Shipment;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.util.Optional;

/**
 * A host that the run works on, with the way to it.
 *
 * @param state as observed; empty where the goal did not need to look
 * @param shipment opened for the plan already, where the new system was built before this run
 * @param before what it had when the run began
 */
public record Contact(HostSpec spec, Link link, Optional<HostState> state, Optional<Shipment> shipment, Before before) {
    /** Empty where that is not known. */
    public record Before(Optional<StorePath> running, Optional<StorePath> profile) {
        static Before of(Optional<HostState> state) {
            return new Before(state.flatMap(HostState::running), state.flatMap(HostState::profile));
        }
    }

    /** For a run that begins now. */
    Contact(HostSpec spec, Link link, Optional<HostState> state, Optional<Shipment> shipment) {
        this(spec, link, state, shipment, Before.of(state));
    }

    public Contact with(Before earlier) {
        return new Contact(spec, link, state, shipment, earlier);
    }

    public HostName host() {
        return spec.name();
    }

    Reached reached() {
        return new Reached(host(), spec.facts(), link, state);
    }

    /** Leaves the host. */
    public void close() {
        shipment.ifPresent(Shipment::close);
        link.close();
    }
}
