package dev.convoy.cli.run.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {
    private static final HostName DB1 = new HostName("db1");
    private static final HostName WEB1 = new HostName("web1");
    private static final HostName WEB2 = new HostName("web2");

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void areTakenInTheHostsOrderWhicheverThreadIsFirst() throws InterruptedException {
        Turns turns = Turns.inOrder(1, List.of(DB1, WEB1, WEB2));
        var told = new CountDownLatch(2);
        Thread last = comes(turns, WEB2, told);
        Thread second = comes(turns, WEB1, told);
        told.await();
        comes(turns, DB1).join();
        second.join();
        last.join();
        assertThat(order).containsExactly("db1 has its turn", "web1 has its turn", "web2 has its turn");
    }

    @Test
    void nobodyWaitsForOneThatLeft() throws InterruptedException {
        Turns turns = Turns.inOrder(1, List.of(DB1, WEB1));
        turns.leave(DB1);
        comes(turns, WEB1).join();
        assertThat(order).contains("web1 has its turn");
    }

    @Test
    void areForWhoeverComesFirstWhereNoOrderIsWanted() throws InterruptedException {
        Turns turns = Turns.asTheyCome(1);
        comes(turns, WEB2).join();
        comes(turns, DB1).join();
        assertThat(order).containsExactly("web2 has its turn", "db1 has its turn");
    }

    private Thread comes(Turns turns, HostName host) {
        return comes(turns, host, new CountDownLatch(0));
    }

    private Thread comes(Turns turns, HostName host, CountDownLatch told) {
        return Thread.ofVirtual().start(() -> {
            try (var _ = turns.take(host, _ -> told.countDown())) {
                order.add(host + " has its turn");
            } catch (InterruptedException e) {
                order.add(host + " was interrupted");
            }
        });
    }
}
