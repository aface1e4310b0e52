package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.SigningKey;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.pool.SourcePool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Copies closures from this computer's store to hosts. Safe for use by many threads. */
public final class ClosureTransfer {
    private static final Duration QUERY_DEADLINE = Duration.ofMinutes(10);
    /** Whatever is asked for: the rest of the program needs memory too. */
    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory() / 3;

    private final LocalSource source;
    private final SourcePool pool;
    private final TransferSettings settings;
    private final Patience.Pause pause;
    private final Optional<Bandwidth> shared;
    private final OldPaths old;
    private final Company company = new Company();

    public ClosureTransfer(Machine local) {
        this(local, TransferSettings.defaults());
    }

    public ClosureTransfer(Machine local, TransferSettings settings) {
        this(new LocalSource(local, Path.of(StorePath.STORE_DIR)), settings, Thread::sleep);
    }

    ClosureTransfer(LocalSource source, Patience.Pause pause) {
        this(source, TransferSettings.defaults(), pause);
    }

    ClosureTransfer(LocalSource source, TransferSettings settings, Patience.Pause pause) {
        this.source = source;
        this.settings = settings;
        this.pause = pause;
        this.pool = new SourcePool(
                new SignedSource(source, settings.signer()),
                Math.min(settings.memory(), MOST_MEMORY),
                settings.spillDirectory());
        this.old = new OldPaths(source, settings.spillDirectory());
        this.shared = limit(settings.bandwidth());
    }

    /**
     * Everything that {@code roots} need to be whole. Of a derivation this is what it takes to build it: the derivations and
     * sources that it refers to, not their outputs.
     *
     * @throws TransferException if a root is not in this computer's store
     */
    public Closure closureOf(Collection<StorePath> roots) throws InterruptedException {
        Command serve = Command.of("nix-store", "--serve").within(QUERY_DEADLINE);
        try (StoreSession session = StoreSession.open(source.local(), serve)) {
            try {
                return Closure.of(session.client().pathInfos(session.client().closure(roots)));
            } catch (IOException e) {
                throw session.ended(e);
            }
        } catch (SessionEndedException e) {
            throw new TransferException(new TransferFailure.Broken(
                    source.local().name(),
                    "the closure cannot be read from the local store: " + e.reason(),
                    List.of("see whether it is whole: nix-store --query --requisites "
                            + roots.stream()
                                    .map(StorePath::toString)
                                    .reduce((a, b) -> a + " " + b)
                                    .orElse(""))));
        } catch (IllegalArgumentException e) {
            throw new TransferException(new TransferFailure.Broken(
                    source.local().name(),
                    "the closure changed while it was read: " + e.getMessage(),
                    List.of("does a garbage collection run here?")));
        }
    }

    /** Writes the host's store as root, and sends everything. */
    public TransferSession open(Link target, Consumer<TransferEvent> events) {
        return open(target, events, StoreAccess.ROOT, Substitution.NEVER);
    }

    /**
     * Nothing is asked of the host yet.
     *
     * @param events called by one thread at a time, not always by the same
     */
    public TransferSession open(Link target, Consumer<TransferEvent> events, StoreAccess access) {
        return open(target, events, access, Substitution.NEVER);
    }

    /** As {@link #open(Link, Consumer, StoreAccess)}, where the host may fetch some of it from its own caches. */
    public TransferSession open(
            Link target, Consumer<TransferEvent> events, StoreAccess access, Substitution substitution) {
        return open(target, EarlyControl.none(), events, access, substitution);
    }

    /** @param early of the same host; it is the session's from now on */
    public TransferSession open(
            Link target,
            EarlyControl early,
            Consumer<TransferEvent> events,
            StoreAccess access,
            Substitution substitution) {
        List<Bandwidth> limits = Stream.concat(shared.stream(), limit(settings.hostBandwidth()).stream())
                .toList();
        var sending = new Sending(
                pool,
                settings.compression(),
                settings.delta(),
                old,
                company,
                limits,
                settings.signer().map(SigningKey::publicKey));
        return new TransferSession(target, early, access, substitution, sending, events, new Patience(pause));
    }

    /**
     * Brings what a host built into this computer's store, whose word is taken for what it is.
     *
     * @throws TransferException if it does not come, or is not taken here; what has come stays
     */
    public TransferResult fetch(Machine from, StoreAccess access, StorePath root, TransferProgress progress)
            throws InterruptedException {
        return ClosureFetch.run(from, access, source.local(), root, progress);
    }

    /** The most bytes that waited in memory at once. */
    public long mostMemory() {
        return pool.mostMemory();
    }

    private Optional<Bandwidth> limit(OptionalLong bytesPerSecond) {
        return bytesPerSecond.isPresent()
                ? Optional.of(new Bandwidth(bytesPerSecond.getAsLong(), System::nanoTime, pause))
                : Optional.empty();
    }
}
