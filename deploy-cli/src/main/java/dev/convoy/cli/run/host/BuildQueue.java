package dev.convoy.cli.run.host;

import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.EvalFailure;
import dev.convoy.evaluator.EvaluationException;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Where hosts wait for their systems, while one build makes all of them: each goes on as soon as its own is there. */
public final class BuildQueue {
    private final Map<HostName, CompletableFuture<StorePath>> systems = new ConcurrentHashMap<>();

    public BuildQueue(Collection<HostSpec> hosts) {
        hosts.forEach(host -> systems.put(host.name(), new CompletableFuture<>()));
    }

    /** To be told every event of the build. */
    public void accept(BuildEvent event) {
        switch (event) {
            case BuildEvent.HostBuilt(HostName host, StorePath toplevel) -> of(host).complete(toplevel);
            case BuildEvent.HostFailed(HostName host, EvalFailure failure) ->
                of(host).completeExceptionally(new EvaluationException(failure));
            case BuildEvent.Progress _,
                    BuildEvent.BuildStarted _,
                    BuildEvent.BuildFinished _,
                    BuildEvent.LogLine _,
                    BuildEvent.Message _ -> {}
        }
    }

    /** The build is over; whoever still waits will not be served. */
    public void end(RuntimeException why) {
        systems.values().forEach(system -> system.completeExceptionally(why));
    }

    public void endWithoutResult() {
        end(new EvaluationException(
                new EvalFailure("build.no-result", "building", "Nix ended without a word about this host", List.of())));
    }

    /** Whether the host's system is built by this build; else it is built on the host. */
    boolean serves(HostName host) {
        return systems.containsKey(host);
    }

    /** The host's system, once it is built. Throws what the build threw. */
    StorePath await(HostName host) throws InterruptedException {
        try {
            return of(host).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private CompletableFuture<StorePath> of(HostName host) {
        return Objects.requireNonNull(systems.get(host), host.value());
    }
}
