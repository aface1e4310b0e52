package dev.convoy.cli.run.rollout;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.RolloutPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Limit;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.host.Contact;
import dev.convoy.cli.run.host.Survey;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Hosts at which nobody answered when the run began, and that are waited for. They hold nobody up: each has its turn once it is
 * there, after all others, and one at a time, so that no budget is overdrawn.
 *
 * @param verdicts on the hosts before them
 * @param rollout of which hosts wait for which
 */
public record Latecomers(Equipment equipment, Verdicts verdicts, RolloutPlan rollout, Look look, Turn turn) {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** Whether the host is there by now. */
    public interface Look {
        Survey.Finding at(HostSpec host) throws InterruptedException;
    }

    /** What is done with a host that is there, or will not come any more. */
    public interface Turn {
        void of(HostSpec host, Survey.Finding finding) throws Exception;

        void leave(HostSpec host, HostOutcome.Skipped outcome);
    }

    /**
     * Until each has had its turn.
     *
     * @param hosts with the time at which they are not waited for any more
     */
    public void await(Map<HostSpec, Instant> hosts) throws Exception {
        var oneAtATime = new Limit(1, "its turn");
        Map<HostName, CountDownLatch> over = new TreeMap<>();
        hosts.keySet().forEach(host -> over.put(host.name(), new CountDownLatch(1)));
        try (var scope = new TaskScope<Boolean>()) {
            hosts.forEach((host, until) -> scope.fork(host.name().value(), () -> {
                try {
                    equipment.interruption().during(() -> one(host, until, over, oneAtATime));
                } catch (InterruptedException e) {
                    turn.leave(host, new HostOutcome.Skipped("stopped before it was changed"));
                } finally {
                    Optional.ofNullable(over.get(host.name())).ifPresent(CountDownLatch::countDown);
                }
                return true;
            }));
            equipment.interruption().undisturbed(scope::join);
        }
    }

    private boolean one(HostSpec host, Instant until, Map<HostName, CountDownLatch> over, Limit oneAtATime)
            throws Exception {
        Survey.Finding finding = arrival(host, until);
        boolean used = false;
        try {
            for (HostName before : rollout.rollout().dependencies().allBefore(host.name())) {
                CountDownLatch its = over.get(before);
                if (its != null) {
                    its.await();
                }
            }
            try (var _ = oneAtATime.take(reason -> say(host, reason))) {
                Optional<HostName> missing = rollout.rollout().dependencies().allBefore(host.name()).stream()
                        .filter(before -> !verdicts.isDone(before))
                        .findFirst();
                if (verdicts.isHalted()) {
                    turn.leave(host, new HostOutcome.Skipped("not begun: the rollout was stopped before"));
                } else if (missing.isPresent()) {
                    turn.leave(
                            host,
                            new HostOutcome.Skipped(
                                    "not begun: it depends on " + missing.get() + ", which is not done"));
                } else {
                    used = true;
                    turn.of(host, finding);
                }
            }
        } finally {
            if (!used) {
                finding.contact().ifPresent(Contact::close);
            }
        }
        return true;
    }

    /** The last look is at the end of its time, or later, where others were at work until then. */
    private Survey.Finding arrival(HostSpec host, Instant until) throws InterruptedException {
        boolean said = false;
        while (true) {
            Instant now = equipment.rooms().clock().instant();
            Survey.Finding finding = look.at(host);
            if (!(finding.plan().step() instanceof HostPlan.Step.Away) || !now.isBefore(until)) {
                return finding;
            }
            Duration left = Duration.between(now, until);
            if (!said) {
                String most = Measure.elapsed(left);
                var warning = new Body.Warning("nobody answers; it is waited for, up to " + most);
                equipment.log().publish(host.name(), Phase.OBSERVE, warning);
                say(host, "it to answer, for up to " + most);
                said = true;
            }
            equipment.rooms().pause(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
        }
    }

    private void say(HostSpec host, String reason) {
        equipment.log().publish(host.name(), Phase.OBSERVE, new Body.Waiting(reason));
    }
}
