package dev.convoy.cli.run.rollout;

import dev.convoy.cli.run.frame.Limit;
import dev.convoy.evaluator.HostName;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The turns of a wave's hosts, so many at once. */
final class Turns {
    private static final String REASON = "its turn in the wave";

    private final int atOnce;
    private final Limit limit;
    private final List<HostName> order;
    /** Of each host in that order: open once it has its turn, or will have none. */
    private final List<CountDownLatch> came;

    private Turns(int atOnce, List<HostName> order) {
        this.atOnce = atOnce;
        this.limit = new Limit(atOnce, REASON);
        this.order = List.copyOf(order);
        this.came =
                Stream.generate(() -> new CountDownLatch(1)).limit(order.size()).toList();
    }

    /** Whoever is ready first has the first turn. */
    static Turns asTheyCome(int atOnce) {
        return new Turns(atOnce, List.of());
    }

    /** The same in each run, whichever host's thread is the quickest. All of {@code order} are to come, or to {@link #leave}. */
    static Turns inOrder(int atOnce, List<HostName> order) {
        return new Turns(atOnce, order);
    }

    Limit.Slot take(HostName host, Consumer<String> waiting) throws InterruptedException {
        int place = order.indexOf(host);
        boolean waits = place >= atOnce;
        if (waits) {
            waiting.accept(REASON);
        }
        if (place > 0) {
            came.get(place - 1).await();
        }
        Limit.Slot slot = limit.take(waits ? _ -> {} : waiting);
        leave(host);
        return slot;
    }

    /** Nobody waits for this one any longer. */
    void leave(HostName host) {
        int place = order.indexOf(host);
        if (place >= 0) {
            came.get(place).countDown();
        }
    }
}
