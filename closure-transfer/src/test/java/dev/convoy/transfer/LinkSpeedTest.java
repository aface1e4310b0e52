package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.machine.Conversation;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.ScriptedMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class LinkSpeedTest {
    private static final int CHUNK = 128 << 10;

    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger chunks = new AtomicInteger();
    private final LinkSpeed speed = new LinkSpeed(nanos::get);

    @ParameterizedTest
    @CsvSource({"100, 10, 1", "25, 40, 2"})
    void asksSlowLinksForNoMoreThanFewBytes(int millis, long aSecond, int asked) throws Exception {
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> millis));

        assertThat(speed.to(machine)).hasValue(CHUNK * aSecond);
        assertThat(chunks).hasValue(asked);
    }

    /** At 100 Mbit/s, at 10, as fast as the window lets it be, and where the round trip was seen longer than it is. */
    @ParameterizedTest
    @CsvSource({"110, 13107200", "205, 1248304", "101, 20971520", "90, 20971520"})
    void takesTheRoundTripOffFarAway(int millis, long aSecond) throws Exception {
        machine.moveAway(Duration.ofMillis(100));
        machine.whenShell("convoy-link").thenTalk(arriving(chunk -> chunk == 0 ? 4L * millis : millis));

        assertThat(speed.to(machine)).hasValue(aSecond);
        assertThat(chunks)
                .as("the first took long, as far away the network is slow at first")
                .hasValue(3);
    }

    @Test
    void takesNothingOffNearby() throws Exception {
        machine.moveAway(Duration.ofMillis(20));
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> 100));

        assertThat(speed.to(machine)).hasValue(CHUNK * 10L);
        assertThat(chunks).hasValue(1);
    }

    @Test
    void takesNothingOffWhereARoundTripIsLittleOfAPiece() throws Exception {
        machine.moveAway(Duration.ofMillis(100));
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> 2000));

        assertThat(speed.to(machine)).hasValue(CHUNK / 2L);
        assertThat(chunks).hasValue(1);
    }

    @Test
    void believesPiecesThatTakeEquallyLong() throws Exception {
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> 10));

        assertThat(speed.to(machine)).hasValue(CHUNK * 100L);
        assertThat(chunks).as("128 KiB and a MiB").hasValue(9);
    }

    @Test
    void takesNoBusyMachineForASlowLink() throws Exception {
        List<Integer> millis = List.of(60, 40, 10, 90, 80, 40, 30, 20, 15, 35, 60, 25, 40, 1, 1, 30, 25);
        machine.whenShell("convoy-link").thenTalk(arriving(n -> n < millis.size() ? millis.get(n) : 20 + n));

        assertThat(speed.to(machine)).hasValue(CHUNK * 1_000L);
        assertThat(chunks).as("it did not give up before").hasValue(15);
    }

    @Test
    void isNotFooledByPiecesThatABusyMachineMakesAlike() throws Exception {
        List<Integer> millis = List.of(3, 3, 3, 3, 3, 3, 4, 3, 3, 3, 3, 3, 3, 1, 1);
        machine.whenShell("convoy-link").thenTalk(arriving(n -> n < millis.size() ? millis.get(n) : n));

        assertThat(speed.to(machine)).hasValue(CHUNK * 1_000L);
    }

    @Test
    void isNotFooledByWhatNetworksLetPassAtOnce() throws Exception {
        machine.whenShell("convoy-link").thenTalk(arriving(chunk -> chunk < 3 ? 1 : 20));

        assertThat(speed.to(machine)).hasValue(CHUNK * 50L);
    }

    @Test
    void measuresALinkThatBreaksOnce() throws Exception {
        machine.whenShell("convoy-link").thenTalk((in, out, err) -> {
            out.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            take(in, Duration.ofMillis(10));
            out.write("1\n".getBytes(StandardCharsets.US_ASCII));
            return new ExitStatus.Lost("reset");
        });

        assertThatThrownBy(() -> speed.to(machine)).isInstanceOf(SessionEndedException.class);
        assertThat(speed.to(machine)).hasValue(CHUNK * 100L);
        assertThat(machine.ran()).hasSize(1);
    }

    @Test
    void measuresAgainWhereNothingArrivedBeforeTheEnd() throws Exception {
        machine.whenShell("convoy-link")
                .thenTalk((in, out, err) -> new ExitStatus.Lost("reset"))
                .thenTalk(arriving(_ -> 100));

        assertThatThrownBy(() -> speed.to(machine)).isInstanceOf(SessionEndedException.class);
        assertThat(speed.to(machine)).hasValue(CHUNK * 10L);
    }

    @Test
    void knowsNothingOfHostsThatSayNothing() throws Exception {
        machine.whenShell("convoy-link").thenPrint("This account is not available.\n");

        assertThat(speed.to(machine)).isEmpty();
        assertThat(speed.to(machine)).isEmpty();
        assertThat(machine.ran()).hasSize(1);
    }

    private Conversation arriving(IntToLongFunction millis) {
        return (in, out, err) -> {
            out.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            while (take(in, Duration.ofMillis(millis.applyAsLong(chunks.get())))) {
                chunks.incrementAndGet();
                out.write("arrived\n".getBytes(StandardCharsets.US_ASCII));
            }
            return new ExitStatus.Exited(0);
        };
    }

    private boolean take(InputStream in, Duration time) throws IOException {
        boolean all = in.readNBytes(CHUNK).length == CHUNK;
        nanos.addAndGet(time.toNanos());
        return all;
    }
}
