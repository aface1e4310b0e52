package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.transfer.delta.DeltaPacking;
import dev.convoy.transfer.pool.Encoding;
import dev.convoy.transfer.pool.Parcel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the paths of one transfer travel.
 *
 * @param extraLanes how many large paths may travel at once beside the first lane
 * @param delta where paths are sent as what is different from older ones
 */
record Route(Encoding encoding, int extraLanes, Optional<DeltaPacking> delta) {
    /** Less is sent before its speed could be measured. */
    private static final long WORTH_MEASURING = 16 << 20;
    /** Where a round trip takes longer, one channel is slow on any network: OpenSSH keeps two MiB under way and no more. */
    private static final Duration FAR = Duration.ofMillis(50);

    // Shares of what this machine compresses at level 3, which is about 2 Gbit/s on one core: level 1 is twice as fast,
    // level 9 seven times slower; all make programs two to three times smaller. Where a link is about as fast as that,
    // neither way is much quicker, and a busy machine makes a link look slower than it is.
    private static final double RAW_FROM = 0.75;
    private static final double LEVEL_1_FROM = 0.25;
    /** Links that are measured at the same time look slower than they are; and packing twice, at two levels, costs most. */
    private static final double LEVEL_1_FOR_SEVERAL_FROM = 0.05;

    private static final double LEVEL_3_FROM = 0.015;
    /** Deflate takes what level 9 does. */
    private static final double NO_GZIP_FROM = 0.06;

    private static final int MOST_LANES = 3;
    private static final int MIDDLE = 3;
    private static final int SMALLEST = 9;

    Route(Encoding encoding, int extraLanes) {
        this(encoding, extraLanes, Optional.empty());
    }

    static Route patched(DeltaPacking delta) {
        return new Route(delta.encoding(), 0, Optional.of(delta));
    }

    /** One parcel after the other, in the order of {@code paths}. */
    List<Parcel> pack(List<PathInfo> paths) {
        return delta.map(packing -> packing.pack(paths)).orElseGet(() -> Parcel.packed(paths, encoding));
    }

    static Route raw(HostAbilities host) {
        return new Route(Encoding.RAW, Math.clamp(host.cores() - 1L, 0, MOST_LANES));
    }

    boolean isPackedQuickly() {
        return encoding instanceof Encoding.Zstd(var level) && level < SMALLEST;
    }

    /** Whether the speed of the link is worth to be measured. */
    static boolean dependsOnSpeed(Compression wish, HostAbilities host, long narBytes) {
        return narBytes >= WORTH_MEASURING
                && switch (wish) {
                    case Compression.None _ -> false;
                    case Compression.Zstd(var level) -> host.zstd() && level.isEmpty();
                    case Compression.Auto _ -> host.zstd() || host.gzip();
                };
    }

    /**
     * @param speed of the link, as a share of what this machine compresses at level 3, where {@link #dependsOnSpeed}
     * @param shared whether several hosts are sent the same now, so that it is packed once and encrypted for each
     */
    static Route choose(
            Compression wish,
            HostAbilities host,
            long narBytes,
            Duration roundTrip,
            OptionalDouble speed,
            boolean shared) {
        return switch (wish) {
            case Compression.None _ -> raw(host);
            case Compression.Zstd(var level)
            when host.zstd() && level.isPresent() -> packed(new Encoding.Zstd(level.get()));
            case Compression.Zstd _
            when host.zstd() ->
                packed(new Encoding.Zstd(narBytes < WORTH_MEASURING ? MIDDLE : level(speed.orElse(0), LEVEL_1_FROM)));
            case Compression.Zstd _ -> host.gzip() ? packed(new Encoding.Gzip()) : raw(host);
            case Compression.Auto _
            when narBytes < WORTH_MEASURING ->
                host.zstd() && roundTrip.compareTo(FAR) > 0 ? packed(new Encoding.Zstd(MIDDLE)) : raw(host);
            case Compression.Auto _ when host.zstd() || host.gzip() -> bySpeed(host, speed, shared);
            case Compression.Auto _ -> raw(host);
        };
    }

    private static Route bySpeed(HostAbilities host, OptionalDouble measured, boolean shared) {
        boolean alwaysPacked = shared && host.zstd();
        if (measured.isEmpty() || (measured.getAsDouble() >= RAW_FROM && !alwaysPacked)) {
            return raw(host);
        }
        double speed = measured.getAsDouble();
        if (host.zstd()) {
            return packed(new Encoding.Zstd(level(speed, alwaysPacked ? LEVEL_1_FOR_SEVERAL_FROM : LEVEL_1_FROM)));
        }
        return speed < NO_GZIP_FROM ? packed(new Encoding.Gzip()) : raw(host);
    }

    private static int level(double speed, double level1From) {
        return speed >= level1From ? 1 : speed >= LEVEL_3_FROM ? MIDDLE : SMALLEST;
    }

    /** One lane: acknowledgements come late through a decompressor, so nothing may wait for one. */
    private static Route packed(Encoding encoding) {
        return new Route(encoding, 0);
    }
}
