package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private long now;
    private final Bandwidth bandwidth = new Bandwidth(1_000_000, () -> now, this::pass);

    @Test
    void letsPassWhatIsAllowed() throws InterruptedException {
        for (int n = 0; n < 100; n++) {
            bandwidth.take(100_000);
        }
        bandwidth.take(1);
        assertThat(Duration.ofNanos(now)).isBetween(Duration.ofMillis(9_800), Duration.ofMillis(10_100));
    }

    @Test
    void doesNotSaveUpWhatIsNotUsed() throws InterruptedException {
        bandwidth.take(1);
        pass(Duration.ofHours(1));
        long begin = now;
        for (int n = 0; n < 10; n++) {
            bandwidth.take(100_000);
        }
        bandwidth.take(1);
        assertThat(Duration.ofNanos(now - begin)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_000));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
