package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Copies closures from this computer's store to hosts. Safe for use by many threads. */
public final class ClosureTransfer {
    private static final Duration QUERY_DEADLINE = Duration.ofMinutes(10);

    private final LocalSource source;
    private final Patience.Pause pause;

    public ClosureTransfer(Machine local) {
        this(new LocalSource(local, Path.of(StorePath.STORE_DIR)), Thread::sleep);
    }

    ClosureTransfer(LocalSource source, Patience.Pause pause) {
        this.source = source;
        this.pause = pause;
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

    /** Writes the host's store as root. */
    public TransferSession open(Link target, Consumer<TransferEvent> events) {
        return open(target, events, StoreAccess.ROOT);
    }

    /**
     * Nothing is asked of the host yet.
     *
     * @param events called by one thread at a time, not always by the same
     */
    public TransferSession open(Link target, Consumer<TransferEvent> events, StoreAccess access) {
        return new TransferSession(target, access, source, events, new Patience(pause));
    }
}
