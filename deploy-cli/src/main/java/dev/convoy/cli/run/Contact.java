package dev.convoy.cli.run;

import dev.convoy.activation.HostState;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.machine.Link;
import java.util.Optional;

/**
 * A host that the run works on, with the way to it.
 *
 * @param state as observed; empty where the goal did not need to look
 * @param shipment opened for the plan already, where the new system was built before this run
 */
record Contact(HostSpec spec, Link link, Optional<HostState> state, Optional<Shipment> shipment) {
    HostName host() {
        return spec.name();
    }

    /** Leaves the host. */
    void close() {
        shipment.ifPresent(Shipment::close);
        link.close();
    }
}
