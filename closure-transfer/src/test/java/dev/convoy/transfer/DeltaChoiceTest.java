package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeltaChoiceTest {
    private static final long MUCH = 1L << 30;

    /** With zstd -3 at 250 MB/s here: 10 Gbit/s, 1 Gbit/s, 100 Mbit/s, 10 Mbit/s. */
    @ParameterizedTest
    @CsvSource({"5, false", "0.45, false", "0.05, true", "0.005, true"})
    void comparesWhereTheLinkIsSlow(double speed, boolean worthIt) {
        assertThat(DeltaChoice.isQuicker(MUCH, MUCH, OptionalDouble.of(speed))).isEqualTo(worthIt);
    }

    @Test
    void comparesNothingWhereMostIsNew() {
        assertThat(DeltaChoice.isQuicker(MUCH, MUCH / 5, OptionalDouble.of(0.005)))
                .isFalse();
    }

    @Test
    void comparesNothingOnALinkThatCannotBeMeasured() {
        assertThat(DeltaChoice.isQuicker(MUCH, MUCH, OptionalDouble.empty())).isFalse();
    }

    @Test
    void doesNotMeasureForALittle() {
        assertThat(DeltaChoice.isPossible(1000, 1000)).isFalse();
    }
}
