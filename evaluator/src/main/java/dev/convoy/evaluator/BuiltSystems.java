package dev.convoy.evaluator;

import dev.convoy.store.machine.Finished;
import dev.convoy.store.path.StorePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Which of the wanted systems are in the store, protected from collection and announced as soon as they are.
 *
 * <p>The store is asked, not the log: Nix 2.8 reports the end of a toplevel's build only when all builds have ended.
 */
final class BuiltSystems {
    private final NixCli nix;
    private final Optional<GcRoots> roots;
    private final Consumer<BuildEvent> events;
    private final Map<StorePath, List<HostSpec>> pending = new LinkedHashMap<>();
    private final SortedMap<HostName, StorePath> built = new TreeMap<>();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean over;

    /** @param roots where the links that protect results are made; empty on a machine whose file system is not ours */
    BuiltSystems(NixCli nix, Optional<Path> roots, Collection<HostSpec> hosts, Consumer<BuildEvent> events) {
        this.nix = nix;
        this.roots = roots.map(directory -> new GcRoots(nix, directory));
        this.events = events;
        hosts.forEach(host -> pending.computeIfAbsent(host.toplevel(), any -> new ArrayList<>())
                .add(host));
    }

    /** Something was completed; perhaps a whole system. */
    void somethingCompleted() {
        news.release();
    }

    /** Nothing will be completed any more. */
    void allCompleted() {
        over = true;
        news.release();
    }

    /** Looks whenever something was completed. */
    void watch() {
        try {
            while (true) {
                news.acquire();
                news.drainPermits();
                if (over) {
                    return;
                }
                look();
            }
        } catch (InterruptedException | EvaluationException e) {
            // The build was called off, or the machine is gone; whoever started it looks once more and then knows.
            return;
        }
    }

    /** Asks the store which of the pending systems it has by now. */
    void look() throws InterruptedException {
        if (areAllHere()) {
            complete(pending());
        }
        List<StorePath> asked = pending();
        if (asked.isEmpty()) {
            return;
        }
        Finished answer = nix.printInvalid(asked);
        if (!answer.isSuccess()) {
            throw new EvaluationException(Fault.NIX_UNUSABLE.failure(
                    "asking Nix what is built already",
                    NixMessage.stripAnsi(answer.stderr()).strip()));
        }
        List<String> missing = answer.stdout().lines().toList();
        complete(asked.stream()
                .filter(path -> !missing.contains(path.toString()))
                .toList());
    }

    /** By the look of it; what is there in part, because it is just being made, cannot be protected. */
    private boolean areAllHere() {
        return roots.isPresent() && pending().stream().allMatch(path -> Files.exists(Path.of(path.toString())));
    }

    synchronized List<StorePath> pending() {
        return List.copyOf(pending.keySet());
    }

    synchronized List<HostSpec> pendingHosts() {
        return pending.values().stream().flatMap(List::stream).toList();
    }

    synchronized SortedMap<HostName, StorePath> built() {
        return new TreeMap<>(built);
    }

    private void complete(List<StorePath> toplevels) throws InterruptedException {
        SortedMap<HostName, StorePath> complete = new TreeMap<>();
        synchronized (this) {
            for (StorePath toplevel : toplevels) {
                pending.getOrDefault(toplevel, List.of()).forEach(host -> complete.put(host.name(), toplevel));
            }
        }
        // What was collected in this very moment stays pending.
        if (complete.isEmpty() || (roots.isPresent() && !roots.get().protect(complete))) {
            return;
        }
        synchronized (this) {
            toplevels.forEach(pending::remove);
            built.putAll(complete);
        }
        complete.forEach((host, toplevel) -> events.accept(new BuildEvent.HostBuilt(host, toplevel)));
    }
}
