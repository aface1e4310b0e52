package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.transfer.delta.DeltaPacking;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Decides how the paths of one transfer travel: by what the host can do, what it has, and how fast it is reached. */
final class Routing {
    /** What compression leaves of programs. */
    private static final double PACKED = 0.4;

    private final Sending sending;
    private final PackingTrust trust;
    private final LinkSpeed link = new LinkSpeed(System::nanoTime);
    /** The speed of the link, measured only where it matters, as a share of what this machine compresses. */
    private Optional<OptionalDouble> share = Optional.empty();

    Routing(Sending sending, PackingTrust trust) {
        this.sending = sending;
        this.trust = trust;
    }

    Route route(Attempt.Host host, List<PathInfo> missing) throws SessionEndedException, InterruptedException {
        HostAbilities abilities = host.control().abilities();
        if (trust.isLost()) {
            return Route.raw(abilities);
        }
        Optional<DeltaPacking> delta = delta(host, missing);
        if (delta.isPresent()) {
            return Route.patched(delta.get());
        }
        long narBytes = narBytes(missing);
        OptionalDouble measured =
                Route.dependsOnSpeed(sending.compression(), abilities, narBytes) ? speed(host) : OptionalDouble.empty();
        // Asked when the link is measured: until then the others have begun as well.
        boolean shared = sending.company().shares(missing);
        Route own = Route.choose(
                sending.compression(), abilities, narBytes, host.machine().roundTrip(), measured, shared);
        return shared ? sending.company().agree(own) : own;
    }

    private Optional<DeltaPacking> delta(Attempt.Host host, List<PathInfo> missing)
            throws SessionEndedException, InterruptedException {
        HostAbilities abilities = host.control().abilities();
        if (!abilities.zstd() || abilities.running().isEmpty() || trust.isDeltaLost()) {
            return Optional.empty();
        }
        return switch (sending.delta()) {
            case NEVER -> Optional.empty();
            case ALWAYS -> sending.old().packing(host).filter(packing -> packing.comparable(missing) > 0);
            case AUTO -> deltaIfQuicker(host, missing);
        };
    }

    /** Nothing is measured where nothing can be compared, and on links that are fast no store is asked for old paths. */
    private Optional<DeltaPacking> deltaIfQuicker(Attempt.Host host, List<PathInfo> missing)
            throws SessionEndedException, InterruptedException {
        long narBytes = narBytes(missing);
        boolean measuredAnyway =
                Route.dependsOnSpeed(sending.compression(), host.control().abilities(), narBytes);
        if (sending.compression() instanceof Compression.None
                || !DeltaChoice.isPossible(narBytes, narBytes)
                || (measuredAnyway && !DeltaChoice.isQuicker(narBytes, narBytes, speed(host)))) {
            return Optional.empty();
        }
        Optional<DeltaPacking> packing = sending.old().packing(host);
        long comparable = packing.map(old -> old.comparable(missing)).orElse(0L);
        return DeltaChoice.isPossible(narBytes, comparable) && DeltaChoice.isQuicker(narBytes, comparable, speed(host))
                ? packing
                : Optional.empty();
    }

    private OptionalDouble speed(Attempt.Host host) throws SessionEndedException, InterruptedException {
        if (share.isEmpty()) {
            OptionalLong bytes = bytesPerSecond(host);
            share = Optional.of(
                    bytes.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of((double) bytes.getAsLong() / PackingSpeed.measure(System::nanoTime)));
        }
        return share.get();
    }

    /** How many bytes of paths reach the host in a second, packed as they will be; unknown where it takes no further session. */
    OptionalLong sendingRate(Attempt.Host host) throws SessionEndedException, InterruptedException {
        OptionalLong bytes = bytesPerSecond(host);
        boolean packed = host.control().abilities().zstd()
                && !trust.isLost()
                && !(sending.compression() instanceof Compression.None);
        return bytes.isEmpty() || !packed ? bytes : OptionalLong.of((long) (bytes.getAsLong() / PACKED));
    }

    private OptionalLong bytesPerSecond(Attempt.Host host) throws SessionEndedException, InterruptedException {
        OptionalLong bytes = link.to(host.machine());
        return bytes.isEmpty() ? bytes : OptionalLong.of(allowed(bytes.getAsLong()));
    }

    /** A limit makes a fast link a slow one. */
    private long allowed(long bytesPerSecond) {
        return sending.limits().stream().mapToLong(Bandwidth::bytesPerSecond).reduce(bytesPerSecond, Math::min);
    }

    private static long narBytes(List<PathInfo> missing) {
        return missing.stream().mapToLong(PathInfo::narSize).sum();
    }
}
