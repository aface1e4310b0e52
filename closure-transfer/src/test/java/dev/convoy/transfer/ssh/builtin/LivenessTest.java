package dev.convoy.transfer.ssh.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final AtomicLong heard = new AtomicLong();
    private final List<String> did = new ArrayList<>();
    private final Liveness liveness = new Liveness(heard::get, 3, () -> did.add("ask"), () -> did.add("give up"));

    @Test
    void leavesATalkingHostAlone() {
        for (int i = 0; i < 100; i++) {
            heard.incrementAndGet();
            liveness.tick();
        }
        assertThat(did).isEmpty();
    }

    @Test
    void asksOnceAndGivesUpAfterThreeIntervals() {
        ticks(6);
        assertThat(did).containsExactly("ask");
        ticks(1);
        assertThat(did).containsExactly("ask", "give up");
        ticks(100);
        assertThat(did).containsExactly("ask", "give up");
    }

    @Test
    void anyByteIsASignOfLife() {
        ticks(6);
        heard.incrementAndGet();
        ticks(6);
        assertThat(did).containsExactly("ask", "ask");
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            liveness.tick();
        }
    }
}
