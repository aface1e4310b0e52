package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.Provenance;
import dev.convoy.activation.Specialisation;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.evaluator.HostName;
import java.util.Optional;

/** Takes one host to a system that it had: a store path that it recorded, put in force and verified like any other. */
public record Rollback(Equipment equipment, String runId, Orders orders, Specialisation specialisation) {

    public ActivationOutcome go(HostName host, WayBack way, ActivationGoal goal, Phase phase)
            throws InterruptedException {
        // A rollback is not a revision of the flake: what the host runs then was recorded when it came.
        var request = new ActivationRequest(
                runId,
                goal,
                way.back(),
                way.state().running(),
                specialisation,
                new Provenance(orders.operator(), Optional.empty(), false, Optional.empty()),
                orders.terms());
        Begun begun = equipment
                .rooms()
                .begin(way.link(), request, event -> equipment.log().publish(host, phase, new Body.Activation(event)));
        if (begun instanceof Begun.OnTrial) {
            equipment.note(host, Step.CONFIRM);
        }
        return begun.confirmed();
    }
}
