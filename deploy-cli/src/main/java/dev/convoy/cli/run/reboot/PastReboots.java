package dev.convoy.cli.run.reboot;

import dev.convoy.activation.rollout.Stage;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.journal.Boot;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.Orders;
import dev.convoy.cli.run.rollout.PastHosts;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.evaluator.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The hosts of a reboot whose process is gone. */
record PastReboots(Equipment equipment, Orders orders, RolloutPlan rollout, RunRecord run) {
    /** Those that had come to their end, and those that had been told to restart, which are waited for now. */
    SortedMap<HostName, Rebooting> bringToTheirEnds() throws Exception {
        SortedMap<HostName, Rebooting> members = new TreeMap<>();
        try (var scope = new TaskScope<Boolean>()) {
            for (HostRecord host : run.all()) {
                Optional<Boot> boot = host.isOpen() ? host.restarted() : Optional.empty();
                if (boot.isPresent()) {
                    Rebooting member = member(host);
                    members.put(host.host(), member);
                    scope.fork(host.host().value(), () -> {
                        member.follow(host, boot.get(), soak(host.host()), rollout.goesBack(host.host()));
                        return true;
                    });
                } else if (!host.isOpen() || host.wasLeftOut()) {
                    Rebooting member = member(host);
                    member.endedBefore(PastHosts.outcome(host.ending().orElseThrow(), List.of()));
                    members.put(host.host(), member);
                }
            }
            equipment.interruption().undisturbed(scope::join);
        }
        return members;
    }

    List<Place> rest(Set<HostName> known) {
        return run.all().stream()
                .filter(host -> !known.contains(host.host()))
                .map(Place::of)
                .toList();
    }

    /** A limit had been reached. */
    List<RebootSurvey.Found> leaveTheRest(SortedMap<HostName, Rebooting> members) {
        for (HostRecord host : run.all()) {
            if (!members.containsKey(host.host())) {
                Rebooting member = member(host);
                member.end(new HostOutcome.Skipped("not begun: the rollout was stopped before"));
                members.put(host.host(), member);
            }
        }
        return List.of();
    }

    /** Hosts that failed, and the operator went on. */
    Set<HostName> forgiven() {
        return run.all().stream()
                .filter(HostRecord::isForgiven)
                .map(HostRecord::host)
                .collect(Collectors.toSet());
    }

    private Rebooting member(HostRecord host) {
        return Rebooting.unreached(equipment, orders, Place.of(host));
    }

    private Duration soak(HostName host) {
        return rollout.stages().stream()
                .filter(stage -> stage.hosts().contains(host))
                .map(Stage::soak)
                .findFirst()
                .orElse(Duration.ZERO);
    }
}
