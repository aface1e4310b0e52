package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.ServeClient;
import dev.convoy.transfer.delta.DeltaPacking;
import dev.convoy.transfer.delta.Predecessors;
import dev.convoy.transfer.pool.SourcePool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The paths of the systems that hosts run, as far as they are in this computer's store too: what new paths can be compared
 * with. Safe for use by many threads.
 */
final class OldPaths {
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final LocalSource local;
    private final SourcePool.Source source;
    private final Path directory;
    /** Of systems that are whole here. */
    private final Map<StorePath, Predecessors> closures = new HashMap<>();

    /** @param directory for temporary files */
    OldPaths(LocalSource local, Path directory) {
        this.local = local;
        this.source = local::open;
        this.directory = directory;
    }

    /**
     * None where the host has no valid system that it runs, or this computer's store does not answer: a copy can do without.
     *
     * @throws SessionEndedException if the host's store does not answer any more
     */
    Optional<DeltaPacking> packing(Attempt.Host host) throws SessionEndedException, InterruptedException {
        Optional<StorePath> running = host.control().abilities().running();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        try (StoreSession here = openHere()) {
            boolean whole = !here.client().validPaths(running.stream().toList()).isEmpty();
            Predecessors predecessors = whole
                    ? closure(running.get(), here.client())
                    : new Predecessors(here.client().pathInfos(closureThere(running.get(), host)));
            return Optional.of(new DeltaPacking(predecessors, source, directory));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private StoreSession openHere() throws IOException, InterruptedException {
        try {
            return StoreSession.open(
                    local.local(), Command.of("nix-store", "--serve").within(DEADLINE));
        } catch (SessionEndedException e) {
            throw new IOException(e);
        }
    }

    private synchronized Predecessors closure(StorePath running, ServeClient here) throws IOException {
        Predecessors known = closures.get(running);
        if (known == null) {
            known = new Predecessors(here.pathInfos(here.closure(List.of(running))));
            closures.put(running, known);
        }
        return known;
    }

    /** It is asked first whether the system is valid there: a server that is asked for the closure of another one ends. */
    private static Collection<StorePath> closureThere(StorePath running, Attempt.Host host)
            throws SessionEndedException, InterruptedException {
        StoreSession control = host.control();
        try {
            List<StorePath> valid = List.copyOf(control.client().validPaths(List.of(running)));
            return valid.isEmpty() ? valid : control.client().closure(valid);
        } catch (IOException e) {
            host.controlEnded().run();
            throw control.ended(e);
        }
    }
}
