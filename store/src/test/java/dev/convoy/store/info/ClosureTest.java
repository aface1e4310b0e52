package dev.convoy.store.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.Randomness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClosureTest {
    @Test
    void putsEachPathBehindItsReferences() {
        Closure closure = Closure.of(List.of(Infos.info(1, 2, 3), Infos.info(2, 3), Infos.info(3), Infos.info(4, 1)));

        assertThat(closure.paths())
                .extracting(PathInfo::path)
                .containsExactly(Infos.path(3), Infos.path(2), Infos.path(1), Infos.path(4));
        assertThat(closure.narSize()).isEqualTo(4);
    }

    @Test
    void aPathMayReferToItself() {
        assertThat(Closure.of(List.of(Infos.info(1, 1, 2), Infos.info(2, 2))).paths())
                .extracting(PathInfo::path)
                .containsExactly(Infos.path(2), Infos.path(1));
    }

    @Test
    void isAsDeepAsItMustBe() {
        int depth = 100_000;
        List<PathInfo> chain = IntStream.range(0, depth)
                .mapToObj(i -> i + 1 < depth ? Infos.info(i, i + 1) : Infos.info(i))
                .toList();

        Closure closure = Closure.of(chain);

        assertThat(closure.paths()).hasSize(depth);
        assertThat(closure.paths().getFirst().path()).isEqualTo(Infos.path(depth - 1));
    }

    @Test
    void theOrderDoesNotDependOnTheOrderOfTheInfos() {
        Randomness.forCases(100, random -> {
            List<PathInfo> infos = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int bound = i;
                infos.add(Infos.info(
                        i,
                        random.ints(bound == 0 ? 0 : random.nextInt(4), 0, Math.max(1, bound))
                                .toArray()));
            }
            Closure expected = Closure.of(infos);
            Collections.shuffle(infos, random);

            assertThat(Closure.of(infos)).isEqualTo(expected);
        });
    }

    @Test
    void saysWhichPathIsMissing() {
        assertThatThrownBy(() -> Closure.of(List.of(Infos.info(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the closure lacks " + Infos.path(2));
    }

    @Test
    void saysWhichPathsReferToEachOther() {
        assertThatThrownBy(() -> Closure.of(List.of(Infos.info(1, 2), Infos.info(2, 3), Infos.info(3, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Infos.path(3) + " and " + Infos.path(2) + " refer to each other");
    }

    @Test
    void refusesPathsThatComeTwiceOrTooEarly() {
        assertThatThrownBy(() -> new Closure(List.of(Infos.info(1), Infos.info(1))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new Closure(List.of(Infos.info(1, 2), Infos.info(2))))
                .hasMessageContaining("before its reference");
    }
}
