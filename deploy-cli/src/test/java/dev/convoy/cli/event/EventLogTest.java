package dev.convoy.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @Test
    void everySinkSeesEveryEventInOrderOfItsNumber() throws InterruptedException {
        var sink = new Recorder();
        try (var log = new EventLog(List.of(sink), clock)) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 1000; i++) {
                        log.publish(Phase.BUILD, new Body.PhaseStarted());
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(sink.closed).isTrue();
        assertThat(sink.numbers).hasSize(8000).isSorted();
    }

    @Test
    void aSinkThatFailsIsLeftOutAndTheOthersAreTold() {
        var sink = new Recorder();
        Sink broken = new Sink() {
            @Override
            public void accept(List<FleetEvent> events) {
                throw new IllegalStateException("no screen");
            }

            @Override
            public void close() {}
        };
        try (var log = new EventLog(List.of(broken, sink), clock)) {
            log.publish(Phase.PLAN, new Body.PhaseStarted());
        }
        assertThat(sink.warnings).singleElement().asString().contains("no screen");
        assertThat(sink.numbers).contains(0L);
    }

    private static final class Recorder implements Sink {
        private final List<Long> numbers = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private boolean closed;

        @Override
        public void accept(List<FleetEvent> events) {
            for (FleetEvent event : events) {
                if (event.body() instanceof Body.Warning(String text)) {
                    warnings.add(text);
                } else {
                    numbers.add(event.seq());
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
