package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.transfer.pool.Encoding;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    private static final long MUCH = 1L << 30;
    private static final long LITTLE = 1 << 20;
    private static final Duration NEAR = Duration.ofMillis(40);
    private static final Duration FAR = Duration.ofMillis(60);
    private static final HostAbilities NIXOS = new HostAbilities(4, true, true);

    /** With zstd -3 at 250 MB/s here: 10 Gbit/s, 1.6 Gbit/s, 1 Gbit/s, 100 Mbit/s, 10 Mbit/s. */
    @ParameterizedTest
    @CsvSource({"5, 0", "0.8, 0", "0.5, 1", "0.05, 3", "0.005, 9"})
    void compressesTheMoreTheSlowerTheLinkIs(double speed, int level) {
        assertThat(auto(NIXOS, MUCH, NEAR, speed).encoding())
                .isEqualTo(level == 0 ? Encoding.RAW : new Encoding.Zstd(level));
    }

    @Test
    void sendsAsItIsWhereTheSpeedCannotBeMeasured() {
        Route route = Route.choose(new Compression.Auto(), NIXOS, MUCH, NEAR, OptionalDouble.empty(), false);
        assertThat(route).isEqualTo(new Route(Encoding.RAW, 3));
    }

    @Test
    void doesNotMeasureForALittleButCompressesItWhereTheWayIsLong() {
        assertThat(unmeasured(LITTLE, NEAR)).isEqualTo(Encoding.RAW);
        assertThat(unmeasured(LITTLE, FAR)).isEqualTo(new Encoding.Zstd(3));
    }

    /** Encrypting for each costs more than packing once, except where all the host has is a slow gzip. */
    @ParameterizedTest
    @CsvSource({"5, 1", "0.5, 1", "0.06, 1", "0.04, 3"})
    void compressesForSeveralHostsHoweverFastTheirLinksAre(double speed, int level) {
        assertThat(shared(NIXOS, OptionalDouble.of(speed))).isEqualTo(new Encoding.Zstd(level));
        assertThat(shared(new HostAbilities(4, false, true), OptionalDouble.of(5)))
                .isEqualTo(Encoding.RAW);
        assertThat(shared(NIXOS, OptionalDouble.empty())).isEqualTo(Encoding.RAW);
    }

    private static Encoding shared(HostAbilities host, OptionalDouble speed) {
        return Route.choose(new Compression.Auto(), host, MUCH, NEAR, speed, true)
                .encoding();
    }

    @Test
    void takesGzipOnlyWhereThereIsNoZstdAndTheLinkIsSlow() {
        HostAbilities old = new HostAbilities(4, false, true);
        assertThat(auto(old, MUCH, NEAR, 0.02).encoding()).isEqualTo(new Encoding.Gzip());
        assertThat(auto(old, MUCH, NEAR, 0.3).encoding()).isEqualTo(Encoding.RAW);
        assertThat(auto(HostAbilities.UNKNOWN, MUCH, NEAR, 0.001).encoding()).isEqualTo(Encoding.RAW);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 2", "64, 3"})
    void leavesTheHostACore(int cores, int lanes) {
        assertThat(auto(new HostAbilities(cores, true, true), MUCH, NEAR, 5).extraLanes())
                .isEqualTo(lanes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd:7", "zstd", "auto"})
    void readsWhatTheOperatorWants(String text) {
        Encoding encoding = Route.choose(
                        Compression.parse(text).orElseThrow(), NIXOS, MUCH, NEAR, OptionalDouble.of(5), false)
                .encoding();
        assertThat(encoding)
                .isEqualTo(
                        switch (text) {
                            case "zstd:7" -> new Encoding.Zstd(7);
                            case "zstd" -> new Encoding.Zstd(1);
                            default -> Encoding.RAW;
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gzip", "zstd:0", "zstd:20", "zstd:", "Auto", "none "})
    void readsNothingElse(String text) {
        assertThat(Compression.parse(text)).isEmpty();
    }

    private static Route auto(HostAbilities host, long bytes, Duration roundTrip, double speed) {
        return Route.choose(new Compression.Auto(), host, bytes, roundTrip, OptionalDouble.of(speed), false);
    }

    private static Encoding unmeasured(long bytes, Duration roundTrip) {
        assertThat(Route.dependsOnSpeed(new Compression.Auto(), NIXOS, bytes)).isFalse();
        return Route.choose(new Compression.Auto(), NIXOS, bytes, roundTrip, OptionalDouble.empty(), false)
                .encoding();
    }
}
