package dev.convoy.cli.run.rollout;

import dev.convoy.activation.rollout.Judge;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.activation.rollout.Wave;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.frame.Operator;
import dev.convoy.cli.run.host.Member;
import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Says that the rollout does not go on, and why; where the policy is to ask, asks what to do. */
public final class Halting {
    private final OnFailure policy;
    private final Operator operator;
    private final EventLog log;
    private final Verdicts verdicts;

    public Halting(OnFailure policy, Operator operator, EventLog log, Verdicts verdicts) {
        this.policy = policy;
        this.operator = operator;
        this.log = log;
        this.verdicts = verdicts;
    }

    /** Without a choice. */
    void stop(String reason) {
        verdicts.halted();
        log.publish(Phase.ACTIVATE, new Body.RolloutHalted(reason, OnFailure.STOP));
    }

    /** A rollout that reached a limit, and what can still be done about it. */
    record Halt<M extends Member>(
            Judge.Reached reached, Wave<HostName> wave, Collection<M> hosts, List<M> open, Retreat<M> retreat) {}

    /** What is to be put back; empty if the operator wants to go on. */
    <M extends Member> Optional<OnFailure> decide(Halt<M> halt) throws InterruptedException {
        SequencedMap<String, String> choices = policy == OnFailure.PAUSE ? choices(halt) : new LinkedHashMap<>();
        OnFailure action = policy;
        if (policy == OnFailure.PAUSE) {
            // Whoever can only agree is not asked.
            action = choices.size() == 1 ? OnFailure.STOP : operator.canBeAsked() ? policy : OnFailure.HOST;
        }
        log.publish(Phase.ACTIVATE, new Body.RolloutHalted(reason(halt.reached()), action));
        if (action == OnFailure.PAUSE) {
            Optional<OnFailure> answer = ask(choices);
            if (answer.isEmpty()) {
                log.publish(Phase.ACTIVATE, new Body.RolloutResumed());
                return answer;
            }
            action = answer.get();
        }
        verdicts.halted();
        return Optional.of(action);
    }

    /** Its window closed while others had their turn. */
    void leave(Member host, Failure closed) {
        verdicts.stopped();
        host.skip("not begun: " + closed.message() + ". " + closed.hints().getFirst());
    }

    /** What it depends on was left out. Nobody asked that of this one, so it is not as wished. */
    void leave(Member host, HostName away) {
        verdicts.stopped();
        host.skip("not begun: it depends on " + away + ", which is offline");
    }

    /** What would change nothing is not offered. */
    private <M extends Member> SequencedMap<String, String> choices(Halt<M> halt) {
        List<M> changed = halt.retreat().changed(halt.hosts());
        List<M> back = changed.stream()
                .filter(host -> halt.retreat().goesBack(host.host()))
                .toList();
        long inWave = back.stream()
                .filter(host -> halt.wave().hosts().contains(host.host()))
                .count();
        long open = halt.open().size()
                + verdicts.awaitedBeside(halt.hosts().stream().map(Member::host).toList());
        SequencedMap<String, String> choices = new LinkedHashMap<>();
        if (open > 0) {
            choices.put("continue", "go on with " + hosts(open));
        }
        choices.put("stop", "begin no more" + halt.retreat().left(changed.size()));
        if (inWave > 0 && inWave < back.size()) {
            choices.put("wave", "put back this wave: " + hosts(inWave));
        }
        if (!back.isEmpty()) {
            choices.put("run", "put back all that this run changed: " + hosts(back.size()));
        }
        return choices;
    }

    /** Why it is asked has just been said. */
    private Optional<OnFailure> ask(SequencedMap<String, String> choices) throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        choices.forEach((word, what) -> lines.add(option(word, what)));
        return switch (operator.choose(lines, "What now?", List.copyOf(choices.keySet()))) {
            case "continue" -> Optional.empty();
            case "wave" -> Optional.of(OnFailure.WAVE);
            case "run" -> Optional.of(OnFailure.RUN);
            default -> Optional.of(OnFailure.STOP);
        };
    }

    private static Line option(String word, String what) {
        return Line.of("  ").with(Line.of(word, Tone.STRONG).padded(10)).with(what);
    }

    private static String hosts(long count) {
        return Measure.count(count, "host");
    }

    static String untried(String stage) {
        return "no host of stage " + stage + " can be changed, so it proves nothing";
    }

    /** Such as {@code 2 of 5 hosts of stage web are unhealthy, 1 allowed}. */
    static String reason(Judge.Reached reached) {
        String where = reached.stage().map(stage -> " of stage " + stage).orElse(" of this run");
        return reached.count() + " of " + Measure.count(reached.hosts(), "host") + where
                + (reached.count() == 1 ? " is " : " are ") + reached.kind().words() + ", "
                + (reached.limit() == 0 ? "none" : reached.limit()) + " allowed";
    }
}
