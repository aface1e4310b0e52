package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.NarSourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Brings a closure that a host built into this computer's store: what is missing here, and nothing else. */
final class ClosureFetch {
    /** So many paths are asked for before they are read, so that none waits for a round trip. */
    private static final int AHEAD = 64;

    private static final Duration DEADLINE = Duration.ofHours(12);

    private final String host;
    private final StoreSession there;
    private final StoreSession here;
    private final TransferProgress progress;

    private ClosureFetch(String host, StoreSession there, StoreSession here, TransferProgress progress) {
        this.host = host;
        this.there = there;
        this.here = here;
        this.progress = progress;
    }

    /**
     * @param access the rights that the host's store is asked with
     * @throws TransferException if it does not come, or this computer's store does not take it
     */
    static TransferResult run(
            Machine from, StoreAccess access, Machine local, StorePath root, TransferProgress progress)
            throws InterruptedException {
        try (StoreSession there = StoreSession.open(from, ServeCommand.control(access));
                StoreSession here = open(local)) {
            return new ClosureFetch(from.name(), there, here, progress).run(root);
        } catch (SessionEndedException e) {
            throw new TransferException(
                    Diagnosis.of(from.name(), e).orElseGet(() -> Diagnosis.broken(from.name(), e, 1)));
        }
    }

    private static StoreSession open(Machine local) throws InterruptedException {
        try {
            return StoreSession.open(
                    local, Command.of("nix-store", "--serve", "--write").within(DEADLINE));
        } catch (SessionEndedException e) {
            throw notTaken(e);
        }
    }

    private TransferResult run(StorePath root) throws SessionEndedException, InterruptedException {
        Closure closure = closure(root);
        List<PathInfo> missing = missing(closure);
        int asked = 0;
        for (int taken = 0; taken < missing.size(); taken++) {
            for (; asked < Math.min(missing.size(), taken + AHEAD); asked++) {
                ask(missing.get(asked));
            }
            take(missing.get(taken));
        }
        long narBytes = missing.stream().mapToLong(PathInfo::narSize).sum();
        return new TransferResult(missing.size(), narBytes, closure.paths().size() - missing.size());
    }

    /** What it consists of, which the host keeps until this session ends. */
    private Closure closure(StorePath root) throws SessionEndedException, InterruptedException {
        try {
            there.client().lockPaths(List.of(root));
            return Closure.of(there.client().pathInfos(there.client().closure(List.of(root))));
        } catch (IOException e) {
            throw there.ended(e);
        } catch (IllegalArgumentException e) {
            throw new TransferException(new TransferFailure.Broken(
                    host,
                    "its store does not have all that " + root + " refers to: " + e.getMessage(),
                    List.of("see whether the store there is whole: nix-store --verify")));
        }
    }

    private List<PathInfo> missing(Closure closure) throws SessionEndedException, InterruptedException {
        SortedSet<StorePath> paths = new TreeSet<>();
        closure.paths().forEach(info -> paths.add(info.path()));
        try {
            Set<StorePath> valid = here.client().lockPaths(paths);
            return closure.paths().stream()
                    .filter(info -> !valid.contains(info.path()))
                    .toList();
        } catch (IOException e) {
            throw notTaken(here.ended(e));
        }
    }

    private void ask(PathInfo info) throws SessionEndedException, InterruptedException {
        try {
            there.client().requestDump(info.path());
        } catch (IOException e) {
            throw there.ended(e);
        }
    }

    private void take(PathInfo info) throws SessionEndedException, InterruptedException {
        try {
            here.client().sendPath(info, sink -> there.client().readDump(info, sink));
            here.client().flush();
            here.client().awaitAdded();
        } catch (NarSourceException e) {
            if (e.getCause() instanceof IOException broken) {
                throw there.ended(broken).during(info.path());
            }
            throw new TransferException(new TransferFailure.Corrupt(
                    host,
                    "what came from there is not what its store recorded: " + e.getMessage(),
                    List.of("repair it there: nix-store --repair-path " + info.path())));
        } catch (IOException e) {
            throw notTaken(here.ended(e).during(info.path()));
        }
        progress.pathsAcknowledged().increment();
        progress.narBytesSent().add(info.narSize());
    }

    private static TransferException notTaken(SessionEndedException end) {
        String path = end.inFlight().map(one -> " " + one).orElse(" what comes from the host");
        return new TransferException(new TransferFailure.Broken(
                "this machine",
                "this machine's store does not take" + path + ": " + end.reason(),
                List.of(
                        "whoever runs convoy must be root here, or in nix.settings.trusted-users of this machine",
                        "or there is no room: df -h /nix")));
    }
}
