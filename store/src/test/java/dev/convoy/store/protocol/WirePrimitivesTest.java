package dev.convoy.store.protocol;

import static dev.convoy.store.protocol.Wire.hex;
import static dev.convoy.store.protocol.Wire.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WirePrimitivesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final WireWriter out = new WireWriter(written);

    @Test
    void writesNumbersLittleEndianAndStringsPaddedWithZeroes() throws IOException {
        out.u64(0x0102030405060708L);
        out.bool(true);
        out.string("nix");
        out.string("");
        out.string("12345678");
        out.flush();

        assertThat(written.toByteArray())
                .isEqualTo(hex(
                        "0807060504030201 0100000000000000",
                        "0300000000000000 6e69780000000000",
                        "0000000000000000",
                        "0800000000000000 3132333435363738"));
    }

    @Test
    void writesSetsOfPathsSortedAndOnce() throws IOException {
        out.paths(List.of(Samples.path(Samples.TREE), Samples.path(Samples.HELLO), Samples.path(Samples.TREE)));
        out.flush();
        assertThat(written.toByteArray())
                .isEqualTo(wire().set(Samples.HELLO, Samples.TREE).bytes());
    }

    @Test
    void readsWhatAPeerWrites() throws IOException {
        WireReader in = reader(wire().u64(-1, 7, 0, 5)
                .str("grün", "", Samples.TREE)
                .set(Samples.TREE, Samples.HELLO, Samples.TREE)
                .bytes());
        assertThat(in.u64()).isEqualTo(-1);
        assertThat(in.integer()).isEqualTo(7);
        assertThat(in.bool()).isFalse();
        assertThat(in.bool()).isTrue();
        assertThat(in.string()).isEqualTo("grün");
        assertThat(in.optionalPath()).isEmpty();
        assertThat(in.optionalPath()).contains(Samples.path(Samples.TREE));
        assertThat(in.paths()).containsExactly(Samples.path(Samples.HELLO), Samples.path(Samples.TREE));
    }

    @Test
    void refusesPaddingThatIsNotZero() {
        WireReader in = reader(hex("0300000000000000 6e69780000000001"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(in::string)
                .withMessageContaining("padding");
    }

    @Test
    void refusesAbsurdLengthsWithoutReservingMemoryForThem() {
        for (long length : new long[] {-1, Long.MAX_VALUE, 1L << 32, (16 << 20) + 1}) {
            byte[] bytes = wire().u64(length).bytes();
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> reader(bytes).string());
        }
        for (long count : new long[] {-1, Long.MAX_VALUE, 1L << 30}) {
            byte[] bytes = wire().u64(count).bytes();
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> reader(bytes).paths());
        }
    }

    @Test
    void refusesNumbersThatAreTooLargeForTheirPlace() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader(wire().u64(1L << 32).bytes()).integer());
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader(wire().u64(-1).bytes()).size())
                .withMessageContaining("18446744073709551615");
    }

    @Test
    void refusesWhatIsNoStorePathAndShowsItEscaped() {
        byte[] bytes = wire().str("/etc/\u001b[2Jshadow").bytes();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader(bytes).path())
                .withMessage("not a store path: \"/etc/\\u001b[2Jshadow\"");
    }

    @Test
    void saysWhenTheStreamEndsInTheMiddle() {
        byte[] whole = wire().str("a string of some length").bytes();
        for (int length = 0; length < whole.length; length++) {
            WireReader in = reader(java.util.Arrays.copyOf(whole, length));
            assertThatExceptionOfType(EOFException.class).isThrownBy(in::string);
        }
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(new ByteArrayInputStream(bytes));
    }
}
