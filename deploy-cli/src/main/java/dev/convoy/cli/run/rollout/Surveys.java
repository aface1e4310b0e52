package dev.convoy.cli.run.rollout;

import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.cli.plan.DeploymentPlan;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.util.Collection;
import java.util.List;

/** Looks at many hosts side by side. */
public final class Surveys {
    private Surveys() {}

    /** In the order of {@code hosts}, whoever answers first. */
    public static List<Survey.Finding> lookAtAll(Equipment equipment, Survey survey, Collection<HostSpec> hosts)
            throws InterruptedException {
        try (var scope = new TaskScope<Survey.Finding>()) {
            for (HostSpec host : hosts) {
                scope.fork(host.name().value(), () -> equipment.interruption().during(() -> survey.look(host)));
            }
            return scope.join();
        }
    }

    /** What must be built or fetched here for those hosts whose systems are not here yet. */
    public static BuildPlan missing(Rooms rooms, DeploymentPlan plan, Collection<Contact> contacts)
            throws InterruptedException {
        List<HostSpec> unbuilt = contacts.stream()
                .filter(c -> c.shipment().isEmpty() && !buildsThere(plan, c.host()))
                .map(Contact::spec)
                .toList();
        return unbuilt.isEmpty() ? BuildPlan.NOTHING : rooms.missing(unbuilt);
    }

    public static boolean buildsThere(DeploymentPlan plan, HostName host) {
        return plan.hosts().stream()
                .anyMatch(h -> h.host().equals(host)
                        && h.step() instanceof HostPlan.Step.Change change
                        && change.buildsThere());
    }
}
