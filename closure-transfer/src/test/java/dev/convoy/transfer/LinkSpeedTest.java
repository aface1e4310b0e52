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
    private static final int FEW = 128 << 10;
    private static final int MORE = 256 << 10;
    private static final int MANY = 1 << 20;

    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger pieces = new AtomicInteger();
    private final LinkSpeed speed = new LinkSpeed(nanos::get);

    @ParameterizedTest
    @CsvSource({"100, 10, 1", "25, 40, 2"})
    void asksSlowLinksForNoMoreThanFewBytes(int millis, long aSecond, int asked) throws Exception {
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> millis));

        assertThat(speed.to(machine)).hasValue(FEW * aSecond);
        assertThat(pieces).hasValue(asked);
    }

    /** At 100 Mbit/s, at 10, as fast as the window lets it be, and where the round trip was seen longer than it is. */
    @ParameterizedTest
    @CsvSource({"110, 13107200", "205, 1248304", "101, 20971520", "90, 20971520"})
    void takesTheRoundTripOffFarAway(int millis, long aSecond) throws Exception {
        machine.moveAway(Duration.ofMillis(100));
        machine.whenShell("convoy-link").thenTalk(arriving(piece -> piece == 0 ? 4L * millis : millis));

        assertThat(speed.to(machine)).hasValue(aSecond);
        assertThat(pieces)
                .as("the first took long, as far away the network is slow at first")
                .hasValue(3);
    }

    @Test
    void takesNothingOffNearby() throws Exception {
        machine.moveAway(Duration.ofMillis(20));
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> 100));

        assertThat(speed.to(machine)).hasValue(FEW * 10L);
        assertThat(pieces).hasValue(1);
    }

    @Test
    void takesNothingOffWhereARoundTripIsLittleOfAPiece() throws Exception {
        machine.moveAway(Duration.ofMillis(100));
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> 2000));

        assertThat(speed.to(machine)).hasValue(FEW / 2L);
        assertThat(pieces).hasValue(1);
    }

    @Test
    void believesPiecesThatTakeEquallyLong() throws Exception {
        machine.whenShell("convoy-link").thenTalk(arriving(_ -> 10));

        assertThat(speed.to(machine)).hasValue(MORE * 100L);
        assertThat(pieces)
                .as("one of 128 KiB, one that does not count, five alike")
                .hasValue(7);
    }

    /** Where the script on the host takes a millisecond for each piece, however large it is. */
    @Test
    void measuresFastLinksWithSoManyBytesThatTheWireDecides() throws Exception {
        machine.whenShell("convoy-link").thenTalk(taking(bytes -> 1 + 8 * bytes / MANY));

        assertThat(speed.to(machine)).hasValue(MANY * 1_000L / 9);
    }

    @Test
    void takesNoBusyMachineForASlowLink() throws Exception {
        List<Integer> millis = List.of(60, 40, 10, 90, 70, 80, 40, 55, 30, 24, 60, 4, 70, 20, 2);
        machine.whenShell("convoy-link").thenTalk(arriving(n -> n < millis.size() ? millis.get(n) : 20 + n));

        assertThat(speed.to(machine)).hasValue(MANY * 500L);
        assertThat(pieces).as("it did not give up before").hasValue(15);
    }

    @Test
    void isNotFooledByPiecesThatABusyMachineMakesAlike() throws Exception {
        List<Integer> millis = List.of(8, 8, 9, 9, 11, 9, 14, 9, 5, 12, 9, 9, 9, 9, 2);
        machine.whenShell("convoy-link").thenTalk(arriving(n -> n < millis.size() ? millis.get(n) : n));

        assertThat(speed.to(machine)).hasValue(MANY * 500L);
    }

    @Test
    void isNotFooledByWhatNetworksLetPassAtOnce() throws Exception {
        machine.whenShell("convoy-link").thenTalk(arriving(piece -> piece < 2 ? 1 : 20));

        assertThat(speed.to(machine)).hasValue(MORE * 50L);
    }

    @Test
    void measuresALinkThatBreaksOnce() throws Exception {
        machine.whenShell("convoy-link").thenTalk((in, out, err) -> {
            out.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            take(in, _ -> 10);
            out.write("arrived\n".getBytes(StandardCharsets.US_ASCII));
            return new ExitStatus.Lost("reset");
        });

        assertThatThrownBy(() -> speed.to(machine)).isInstanceOf(SessionEndedException.class);
        assertThat(speed.to(machine)).hasValue(FEW * 100L);
        assertThat(machine.ran()).hasSize(1);
    }

    @Test
    void measuresAgainWhereNothingArrivedBeforeTheEnd() throws Exception {
        machine.whenShell("convoy-link")
                .thenTalk((in, out, err) -> new ExitStatus.Lost("reset"))
                .thenTalk(arriving(_ -> 100));

        assertThatThrownBy(() -> speed.to(machine)).isInstanceOf(SessionEndedException.class);
        assertThat(speed.to(machine)).hasValue(FEW * 10L);
    }

    @Test
    void knowsNothingOfHostsThatSayNothing() throws Exception {
        machine.whenShell("convoy-link").thenPrint("This account is not available.\n");

        assertThat(speed.to(machine)).isEmpty();
        assertThat(speed.to(machine)).isEmpty();
        assertThat(machine.ran()).hasSize(1);
    }

    /** @param millis for each piece, by its number */
    private Conversation arriving(IntToLongFunction millis) {
        return taking(_ -> millis.applyAsLong(pieces.get()));
    }

    /** @param millis for so many bytes */
    private Conversation taking(IntToLongFunction millis) {
        return (in, out, err) -> {
            out.write("ready\n".getBytes(StandardCharsets.US_ASCII));
            while (take(in, millis)) {
                pieces.incrementAndGet();
                out.write("arrived\n".getBytes(StandardCharsets.US_ASCII));
            }
            return new ExitStatus.Exited(0);
        };
    }

    private boolean take(InputStream in, IntToLongFunction millis) throws IOException {
        var size = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return false;
            }
            size.append((char) b);
        }
        int bytes = Integer.parseInt(size.toString());
        boolean all = in.readNBytes(bytes).length == bytes;
        nanos.addAndGet(Duration.ofMillis(millis.applyAsLong(bytes)).toNanos());
        return all;
    }
}
