package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluatorPoolTest {
    private static final OptionalInt AUTO = OptionalInt.empty();

    @Test
    void memoryBoundsEvaluatorsAndWhatEachOfThemDoes() {
        assertThat(EvaluatorPool.sized(100, 8, 1000, AUTO)).isEqualTo(new EvaluatorPool(1, 1));
        assertThat(EvaluatorPool.sized(100, 8, 3072, AUTO)).isEqualTo(new EvaluatorPool(2, 1));
        assertThat(EvaluatorPool.sized(100, 2, 18000, AUTO)).isEqualTo(new EvaluatorPool(2, 15));
        assertThat(EvaluatorPool.sized(5000, 1, 10_000_000, AUTO)).isEqualTo(new EvaluatorPool(1, 200));
    }

    @Test
    void fewHostsNeedFewEvaluators() {
        assertThat(EvaluatorPool.sized(1, 8, 64000, AUTO).evaluators()).isEqualTo(1);
        assertThat(EvaluatorPool.sized(3, 8, 64000, AUTO).evaluators()).isEqualTo(1);
        assertThat(EvaluatorPool.sized(8, 8, 64000, AUTO)).isEqualTo(new EvaluatorPool(4, 2));
    }

    @Test
    void theOperatorsNumberHolds() {
        assertThat(EvaluatorPool.sized(20, 1, 3000, OptionalInt.of(3)).evaluators())
                .isEqualTo(3);
        assertThat(EvaluatorPool.sized(2, 1, 3000, OptionalInt.of(30)).evaluators())
                .isEqualTo(2);
    }

    @Test
    void thePartsAreTheSameEveryTime() {
        List<Integer> hosts = IntStream.range(0, 7).boxed().toList();

        assertThat(new EvaluatorPool(2, 3).parts(hosts))
                .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
    }

    @Test
    void readsWhatLinuxSaysAboutMemory() {
        assertThat(FreeMemory.budgetMiB(List.of("MemTotal: 16384 kB", "MemAvailable:    8388608 kB")))
                .isEqualTo(6144);
        assertThat(FreeMemory.budgetMiB(List.of())).isPositive();
    }
}
