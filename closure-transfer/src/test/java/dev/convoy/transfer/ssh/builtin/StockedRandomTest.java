package dev.convoy.transfer.ssh.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StockedRandomTest {
    private final StockedRandom random = new StockedRandom();

    @Test
    void fillsWhatItIsToldToAndNothingElse() {
        byte[] bytes = new byte[64];
        random.fill(bytes, 16, 32);
        assertThat(Arrays.copyOfRange(bytes, 0, 16)).containsOnly(0);
        assertThat(Arrays.copyOfRange(bytes, 48, 64)).containsOnly(0);
        assertThat(Arrays.copyOfRange(bytes, 16, 48)).isNotEqualTo(new byte[32]);
    }

    @Test
    void givesNothingTwiceAlsoWhereItsStockRunsOut() {
        Set<String> seen = new HashSet<>();
        byte[] bytes = new byte[24];
        for (int i = 0; i < 1000; i++) {
            random.fill(bytes);
            assertThat(seen.add(HexFormat.of().formatHex(bytes))).isTrue();
        }
    }

    @Test
    void givesMoreThanItsStock() {
        byte[] bytes = new byte[10_000];
        random.fill(bytes);
        assertThat(Arrays.copyOfRange(bytes, 9_900, 10_000)).isNotEqualTo(new byte[100]);
    }
}
