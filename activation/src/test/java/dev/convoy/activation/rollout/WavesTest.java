package dev.convoy.activation.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WavesTest {
    @Test
    void withoutStagesAllHostsAreOneWave() {
        assertThat(waves(rollout(List.of()), "b", "a", "c")).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void aCanaryIsAStageOfOneAndTheRestComesLast() {
        var canary = stage("canary", "", "web1");
        var half = stage("web", "50%", "web1", "web2", "web3", "web4");
        assertThat(waves(rollout(List.of(canary, half)), "db1", "web1", "web2", "web3", "web4"))
                .containsExactly(List.of("web1"), List.of("web2", "web3"), List.of("web4"), List.of("db1"));
    }

    @Test
    void percentagesAreRoundedUpSoThatABatchIsNeverEmpty() {
        assertThat(waves(rollout(List.of(stage("all", "1%", "a", "b"))), "a", "b"))
                .containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void aHostIsHeldBackUntilTheOnesBeforeItHadTheirTurn() {
        var rollout = new Rollout<>(
                List.of(stage("web", "", "web1", "web2")),
                stage("rest", ""),
                Dependencies.<String>none().and(hosts("web2"), hosts("jump")),
                List.of(),
                FailureLimits.SILENT);
        assertThat(waves(rollout, "jump", "web1", "web2"))
                .containsExactly(List.of("web1"), List.of("jump"), List.of("web2"));
    }

    @Test
    void aHostWithNothingToDoStillStandsBetweenItsNeighbours() {
        var chain = Dependencies.<String>none().and(hosts("a"), hosts("b")).and(hosts("b"), hosts("c"));
        var rollout = new Rollout<>(List.of(), stage("rest", ""), chain, List.of(), FailureLimits.SILENT);
        assertThat(waves(rollout, "a", "c")).containsExactly(List.of("c"), List.of("a"));
    }

    @Test
    void everyoneMayDependOnOneOfThem() {
        var onJump = Dependencies.<String>none().and(hosts("a", "b", "jump"), hosts("jump"));
        var rollout = new Rollout<>(List.of(), stage("rest", ""), onJump, List.of(), FailureLimits.SILENT);
        assertThat(waves(rollout, "a", "b", "jump")).containsExactly(List.of("jump"), List.of("a", "b"));
    }

    @Test
    void budgetsHoldAcrossWaves() {
        var rollout = new Rollout<>(
                List.of(),
                stage("rest", ""),
                Dependencies.none(),
                List.of(new Budget<>("@etcd", Set.of("etcd1", "etcd2", "etcd3"), 1)),
                FailureLimits.SILENT);
        assertThat(waves(rollout, "etcd1", "etcd2", "etcd3", "web1", "web2"))
                .containsExactly(List.of("etcd1", "web1", "web2"), List.of("etcd2"), List.of("etcd3"));
    }

    @Test
    void hostsThatWaitForEachOtherAreNamed() {
        var circle = Dependencies.<String>none()
                .and(hosts("a"), hosts("b"))
                .and(hosts("b"), hosts("c"))
                .and(hosts("c"), hosts("b"));
        assertThat(circle.cycle()).contains(List.of("b", "c", "b"));
        assertThatThrownBy(() -> new Rollout<>(List.of(), stage("rest", ""), circle, List.of(), FailureLimits.SILENT))
                .hasMessageContaining("[b, c, b]");
    }

    /** Many small fleets, made up by a seeded random: what must hold of every plan. */
    @Test
    void everyPlanHasEachHostOnceInOrderAndWithinItsBudgets() {
        var random = new Random(20261126);
        for (int round = 0; round < 2000; round++) {
            check(randomRollout(random), random);
        }
    }

    private static void check(Rollout<String> rollout, Random random) {
        SortedSet<String> hosts = some(random, 12);
        List<Wave<String>> waves = rollout.waves(hosts);
        List<String> placed = waves.stream().flatMap(w -> w.hosts().stream()).toList();
        assertThat(placed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(hosts);
        var done = new TreeSet<String>();
        for (Wave<String> wave : waves) {
            assertThat(wave.hosts()).isNotEmpty();
            for (String host : wave.hosts()) {
                var needed = new TreeSet<>(rollout.dependencies().allBefore(host));
                needed.retainAll(hosts);
                assertThat(done).containsAll(needed);
                assertThat(wave.stage().hosts()).contains(host);
            }
            int size = wave.stage()
                    .batch()
                    .map(b -> b.sizeOf(wave.stage().hosts().size()))
                    .orElse(99);
            assertThat(wave.hosts()).hasSizeLessThanOrEqualTo(size);
            for (Budget<String> budget : rollout.budgets()) {
                assertThat(wave.hosts().stream()
                                .filter(budget.hosts()::contains)
                                .count())
                        .isLessThanOrEqualTo(budget.max());
            }
            done.addAll(wave.hosts());
        }
        assertThat(rollout.waves(hosts)).isEqualTo(waves);
    }

    private static Rollout<String> randomRollout(Random random) {
        List<Stage<String>> stages = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            stages.add(stage("s" + i, List.of("", "1", "3", "30%").get(random.nextInt(4)), array(some(random, 6))));
        }
        List<Budget<String>> budgets = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            budgets.add(new Budget<>("b" + i, some(random, 6), 1 + random.nextInt(2)));
        }
        Dependencies<String> dependencies = Dependencies.none();
        for (int i = random.nextInt(5); i > 0; i--) {
            Dependencies<String> more = dependencies.and(some(random, 3), some(random, 2));
            dependencies = more.cycle().isEmpty() ? more : dependencies;
        }
        return new Rollout<>(stages, stage("rest", ""), dependencies, budgets, FailureLimits.SILENT);
    }

    private static SortedSet<String> some(Random random, int most) {
        var hosts = new TreeSet<String>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            hosts.add("h" + random.nextInt(12));
        }
        return hosts;
    }

    private static List<List<String>> waves(Rollout<String> rollout, String... hosts) {
        return rollout.waves(hosts(hosts)).stream().map(Wave::hosts).toList();
    }

    private static Rollout<String> rollout(List<Stage<String>> stages) {
        return new Rollout<>(stages, stage("rest", ""), Dependencies.none(), List.of(), FailureLimits.SILENT);
    }

    static Stage<String> stage(String name, String batch, String... hosts) {
        return new Stage<>(
                name,
                hosts(hosts),
                batch.isEmpty() ? Optional.empty() : Share.parse(batch),
                OptionalInt.empty(),
                Duration.ZERO,
                FailureLimits.SILENT);
    }

    static SortedSet<String> hosts(String... names) {
        return new TreeSet<>(Arrays.asList(names));
    }

    private static String[] array(SortedSet<String> hosts) {
        return hosts.toArray(String[]::new);
    }
}
