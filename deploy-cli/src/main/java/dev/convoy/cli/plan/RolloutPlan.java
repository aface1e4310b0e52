package dev.convoy.cli.plan;

import dev.convoy.activation.rollout.Dependencies;
import dev.convoy.activation.rollout.FailureLimits;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.activation.rollout.Rollout;
import dev.convoy.activation.rollout.Stage;
import dev.convoy.activation.rollout.Wave;
import dev.convoy.evaluator.HostName;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * In which order hosts are changed, and what happens when too many fail.
 *
 * @param stages with the hosts of this run that are not as they shall be; the last one has those that no stage names
 * @param waves of the hosts that are changed
 * @param away hosts of the stages that are left out, because nobody answers there
 * @param neverBack hosts that must not go back to an older system
 */
public record RolloutPlan(
        Rollout<HostName> rollout,
        List<Stage<HostName>> stages,
        List<Wave<HostName>> waves,
        OnFailure onFailure,
        SortedSet<HostName> away,
        SortedSet<HostName> neverBack) {
    public RolloutPlan {
        stages = List.copyOf(stages);
        waves = List.copyOf(waves);
        away = Collections.unmodifiableSortedSet(new TreeSet<>(away));
        neverBack = Collections.unmodifiableSortedSet(new TreeSet<>(neverBack));
    }

    /** For runs that change no host: nobody waits for anybody. */
    public static RolloutPlan atOnce(Collection<HostName> hosts) {
        Rollout<HostName> rollout = new Rollout<>(
                List.of(), rest(FailureLimits.SILENT), Dependencies.none(), List.of(), FailureLimits.SILENT);
        return of(
                rollout, new TreeSet<>(hosts), new TreeSet<>(hosts), OnFailure.HOST, new TreeSet<>(), new TreeSet<>());
    }

    /**
     * @param hosts that are not as they shall be
     * @param changing those of them that the run can change
     */
    public static RolloutPlan of(
            Rollout<HostName> rollout,
            SortedSet<HostName> hosts,
            SortedSet<HostName> changing,
            OnFailure onFailure,
            SortedSet<HostName> away,
            SortedSet<HostName> neverBack) {
        return new RolloutPlan(rollout, rollout.stagesOf(hosts), rollout.waves(changing), onFailure, away, neverBack);
    }

    /** Whether there is anything to say of it: else each host goes its own way, and none is waited for. */
    public boolean isStaged() {
        return rollout.isStaged()
                || waves.size() > 1
                || stages.stream().anyMatch(stage -> !stage.limits().equals(FailureLimits.SILENT));
    }

    /** A host that must be done before and is away: then this one is not begun. */
    public Optional<HostName> awayBefore(HostName host) {
        return rollout.dependencies().allBefore(host).stream()
                .filter(before -> away.contains(before))
                .findFirst();
    }

    /**
     * A stage that was asked for, with hosts to change, none of which can be: whatever it was to prove, it cannot. Hosts that
     * are left out because they are away are as good as not there.
     */
    public Optional<Stage<HostName>> untried() {
        return stages.stream()
                .limit(rollout.stages().size())
                .filter(stage -> !away.containsAll(stage.hosts()))
                .filter(stage -> waves.stream().noneMatch(wave -> !Collections.disjoint(wave.hosts(), stage.hosts())))
                .findFirst();
    }

    /** Whether it is put back if it turns out ill. */
    public boolean goesBack(HostName host) {
        return onFailure.putsBackIllHosts() && !neverBack.contains(host);
    }

    static Stage<HostName> rest(FailureLimits limits) {
        return new Stage<>(
                "rest", new TreeSet<HostName>(), Optional.empty(), OptionalInt.empty(), Duration.ZERO, limits);
    }
}
