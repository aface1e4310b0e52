package dev.convoy.activation.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How a fleet is to be changed.
 *
 * @param stages in their order
 * @param rest for hosts that no stage speaks of; its own hosts mean nothing
 * @param dependencies without a cycle
 * @param limits for the whole run, beside those of the stages
 */
public record Rollout<H extends Comparable<? super H>>(
        List<Stage<H>> stages,
        Stage<H> rest,
        Dependencies<H> dependencies,
        List<Budget<H>> budgets,
        FailureLimits limits) {
    public Rollout {
        stages = List.copyOf(stages);
        budgets = List.copyOf(budgets);
        dependencies.cycle().ifPresent(cycle -> {
            throw new IllegalArgumentException("hosts wait for each other: " + cycle);
        });
    }

    /** The waves for these hosts: each in exactly one, and always the same ones. */
    public List<Wave<H>> waves(SortedSet<H> hosts) {
        return new WaveMaker<>(this, hosts).waves();
    }

    /** The stages with those of {@code hosts} that are their own: a host belongs to the first stage that speaks of it. */
    public List<Stage<H>> stagesOf(SortedSet<H> hosts) {
        var left = new TreeSet<>(hosts);
        List<Stage<H>> own = new ArrayList<>();
        for (Stage<H> stage : stages) {
            var its = new TreeSet<>(left);
            its.retainAll(stage.hosts());
            left.removeAll(its);
            own.add(with(stage, its));
        }
        own.add(with(rest, left));
        return own;
    }

    /** Whether the rollout is more than one wave that may fail as it likes. */
    public boolean isStaged() {
        return Stream.of(stages, budgets).anyMatch(list -> !list.isEmpty())
                || rest.batch().isPresent()
                || !limits.equals(FailureLimits.SILENT);
    }

    private static <H extends Comparable<? super H>> Stage<H> with(Stage<H> stage, SortedSet<H> hosts) {
        return new Stage<>(stage.name(), hosts, stage.batch(), stage.maxParallel(), stage.soak(), stage.limits());
    }
}
