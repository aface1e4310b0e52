package dev.convoy.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasureTest {
    @Test
    void bytesHaveThreeDigitsAtMost() {
        assertThat(Measure.bytes(0)).isEqualTo("0 B");
        assertThat(Measure.bytes(999)).isEqualTo("999 B");
        assertThat(Measure.bytes(1000)).isEqualTo("1.0 KiB");
        assertThat(Measure.bytes(1023)).isEqualTo("1.0 KiB");
        assertThat(Measure.bytes(10 * 1024)).isEqualTo("10 KiB");
        assertThat(Measure.bytes(120L << 20)).isEqualTo("120 MiB");
        assertThat(Measure.bytes((1L << 30) - 1)).isEqualTo("1.0 GiB");
        assertThat(Measure.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void partsNameTheUnitOnceWhereItIsTheSame() {
        assertThat(Measure.bytesOf(54L << 20, 120L << 20)).isEqualTo("54 of 120 MiB");
        assertThat(Measure.bytesOf(812L << 10, 120L << 20)).isEqualTo("812 KiB of 120 MiB");
    }

    @Test
    void timesAreReadAsOnAClock() {
        assertThat(Measure.elapsed(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Measure.elapsed(Duration.ofSeconds(754))).isEqualTo("12:34");
        assertThat(Measure.elapsed(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Measure.elapsed(Duration.ofSeconds(-3))).isEqualTo("0:00");
    }
}
