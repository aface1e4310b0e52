package dev.convoy.activation.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes waves: stage by stage, batch by batch, in the order of names. A host whose turn comes before that of one that it
 * depends on is held back, and has its turn as soon as that one had its own, as a wave of the stage that it belongs to.
 */
final class WaveMaker<H extends Comparable<? super H>> {
    private final Rollout<H> rollout;
    private final List<Stage<H>> stages;
    private final Map<H, SortedSet<H>> before = new HashMap<>();
    private final List<SortedSet<H>> waiting = new ArrayList<>();
    private final SortedSet<H> placed = new TreeSet<>();
    private final List<Wave<H>> waves = new ArrayList<>();

    WaveMaker(Rollout<H> rollout, SortedSet<H> hosts) {
        this.rollout = rollout;
        this.stages = rollout.stagesOf(hosts);
        for (H host : hosts) {
            SortedSet<H> its = new TreeSet<>(rollout.dependencies().allBefore(host));
            its.retainAll(hosts);
            before.put(host, its);
        }
        stages.forEach(stage -> waiting.add(new TreeSet<>(stage.hosts())));
    }

    List<Wave<H>> waves() {
        for (int reached = 0; reached < stages.size(); reached++) {
            for (List<H> next = next(reached); !next.isEmpty(); next = next(reached)) {
                place(next);
            }
        }
        return List.copyOf(waves);
    }

    /** The next wave of the earliest stage, up to that one, that has hosts which may begin. */
    private List<H> next(int reached) {
        for (int i = 0; i <= reached; i++) {
            List<H> wave = wave(stages.get(i), waiting.get(i));
            if (!wave.isEmpty()) {
                return wave;
            }
        }
        return List.of();
    }

    private List<H> wave(Stage<H> stage, SortedSet<H> candidates) {
        int size =
                stage.batch().map(batch -> batch.sizeOf(stage.hosts().size())).orElse(Integer.MAX_VALUE);
        Map<Budget<H>, Integer> spent = new HashMap<>();
        List<H> wave = new ArrayList<>();
        for (H host : candidates) {
            if (wave.size() < size && placed.containsAll(beforeOf(host)) && spend(host, spent)) {
                wave.add(host);
            }
        }
        return wave;
    }

    private boolean spend(H host, Map<Budget<H>, Integer> spent) {
        List<Budget<H>> its = rollout.budgets().stream()
                .filter(budget -> budget.hosts().contains(host))
                .toList();
        if (its.stream().anyMatch(budget -> spent.getOrDefault(budget, 0) >= budget.max())) {
            return false;
        }
        its.forEach(budget -> spent.merge(budget, 1, Integer::sum));
        return true;
    }

    private void place(List<H> wave) {
        Stage<H> stage = stages.stream()
                .filter(s -> s.hosts().contains(wave.getFirst()))
                .findFirst()
                .orElseThrow();
        waves.add(new Wave<>(waves.size() + 1, stage, wave));
        placed.addAll(wave);
        waiting.forEach(hosts -> hosts.removeAll(wave));
    }

    private SortedSet<H> beforeOf(H host) {
        return Optional.ofNullable(before.get(host)).orElseGet(Collections::emptySortedSet);
    }
}
