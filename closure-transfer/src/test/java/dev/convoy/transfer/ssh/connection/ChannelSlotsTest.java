package dev.convoy.transfer.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChannelSlotsTest {
    private static final Duration AN_INSTANT = Duration.ofMillis(1);

    private final ChannelSlots slots = new ChannelSlots();

    @Test
    void waitsAndShrinks() throws InterruptedException {
        assertThat(slots.refused(0)).isFalse();
        for (int i = 0; i < 10; i++) {
            assertThat(slots.take(Duration.ofSeconds(1))).isTrue();
        }
        assertThat(slots.take(AN_INSTANT)).isFalse();
        release();
        release();
        assertThat(slots.refused(8)).isTrue();
        assertThat(slots.take(AN_INSTANT)).isFalse();
        release();
        assertThat(slots.take(AN_INSTANT)).isTrue();
    }

    @Test
    void waitsAMomentForACommandThatWasLeft() throws InterruptedException {
        takeTwoOfTwo();
        var gone = new CompletableFuture<Void>();
        slots.leaving(this, gone);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            gone.complete(null);
            slots.release(this);
        });
        assertThat(slots.take(Duration.ZERO)).isTrue();
        assertThat(slots.take(Duration.ZERO)).isFalse();
    }

    @Test
    void doesNotWaitForOneThatIsGone() throws InterruptedException {
        takeTwoOfTwo();
        slots.leaving(this, CompletableFuture.completedFuture(null));
        long begin = System.nanoTime();
        assertThat(slots.take(Duration.ZERO)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void knowsForAWhileThatACommandHasEnded() throws InterruptedException {
        takeTwoOfTwo();
        release();
        assertThat(slots.isOneLeaving()).as("one that was never begun").isFalse();
        assertThat(slots.take(Duration.ZERO)).isTrue();
        slots.leaving(this, new CompletableFuture<>());
        assertThat(slots.isOneLeaving()).isTrue();
        slots.release(this);
        assertThat(slots.isOneLeaving()).isTrue();
        await().until(() -> !slots.isOneLeaving());
    }

    @Test
    void knowsTheShortestTimeInWhichTheHostGaveAChannel() {
        assertThat(slots.roundTrip()).isZero();
        for (int millis : List.of(200, 50, 90)) {
            slots.opened(Duration.ofMillis(millis));
        }
        assertThat(slots.roundTrip()).hasMillis(50);
    }

    private void takeTwoOfTwo() throws InterruptedException {
        assertThat(slots.take(Duration.ZERO)).isTrue();
        assertThat(slots.take(Duration.ZERO)).isTrue();
        slots.opened(Duration.ofMillis(100));
        assertThat(slots.refused(2)).isTrue();
    }

    private void release() {
        slots.release(new Object());
    }
}
