package dev.convoy.evaluator;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.path.StorePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One evaluation of the chosen hosts of one flake. Used once; its methods may be called by many evaluators at once. */
final class FleetEvaluation {
    private final LockedFlake flake;
    private final FleetOutline outline;
    private final EvaluationCache cache;
    private final boolean showTrace;
    private final Consumer<EvalEvent> events;
    private final SortedMap<HostName, HostSpec> hosts = new TreeMap<>();
    private final SortedMap<HostName, HostFailure> failures = new TreeMap<>();

    FleetEvaluation(
            LockedFlake flake,
            FleetOutline outline,
            EvaluationCache cache,
            boolean showTrace,
            Consumer<EvalEvent> events) {
        this.flake = flake;
        this.outline = outline;
        this.cache = cache;
        this.showTrace = showTrace;
        this.events = events;
    }

    /** Answers from the cache what it can, and returns what is left to evaluate, in the order of names. */
    List<HostWork> prepare(HostChoice choice) {
        List<HostWork> work = new ArrayList<>();
        for (HostName host : outline.names()) {
            TagCondition condition = choice.conditionFor(host);
            if (!condition.equals(new TagCondition.Never())) {
                remaining(host, condition).ifPresent(work::add);
            }
        }
        return work;
    }

    private Optional<HostWork> remaining(HostName host, TagCondition condition) {
        Optional<HostWork> whole = Optional.of(new HostWork(host, condition, fleetwideTags(host)));
        Optional<JsonNode> known = cache.host(host);
        if (known.isEmpty()) {
            return whole;
        }
        try {
            DeploymentFacts facts = Facts.read(host, known.get(), outline.facts(host));
            if (!condition.holds(facts.tags())) {
                return Optional.empty();
            }
            if (!known.get().has("drv")) {
                return whole;
            }
            evaluated(spec(host, facts, known.get()), true);
            return Optional.empty();
        } catch (EvaluationException | NixFormatException e) {
            return whole;
        }
    }

    /** Runs the work to its end, in as many processes as it takes: one that ends early is followed by one for the rest. */
    void run(List<HostWork> work, EvaluatorPool pool, EvaluatorProcess evaluator) throws InterruptedException {
        Queue<List<HostWork>> parts = new ConcurrentLinkedQueue<>(pool.parts(work));
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < pool.evaluators(); i++) {
            workers.add(() -> {
                for (List<HostWork> part = parts.poll(); part != null; part = parts.poll()) {
                    evaluate(part, evaluator);
                }
                return null;
            });
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> worker : executor.invokeAll(workers)) {
                worker.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    synchronized Fleet fleet() {
        return new Fleet(flake, hosts, List.copyOf(failures.values()));
    }

    private void evaluate(List<HostWork> part, EvaluatorProcess evaluator) throws InterruptedException {
        List<HostWork> rest = part;
        while (!rest.isEmpty()) {
            Set<String> answered = new HashSet<>();
            EvaluatorProcess.End end = evaluator.hosts(rest, (name, answer) -> {
                answered.add(name);
                answered(new HostName(name), answer);
            });
            List<HostWork> unanswered = rest.stream()
                    .filter(one -> !answered.contains(one.host().value()))
                    .toList();
            if (unanswered.isEmpty()) {
                return;
            }
            HostName culprit = unanswered.getFirst().host();
            if (end.stoppedAt().isEmpty() || !end.stoppedAt().get().equals(culprit.value())) {
                throw new EvaluationException(failure("evaluating " + flake.original(), end));
            }
            failed(culprit, failure("evaluating nixosConfigurations." + culprit, end));
            rest = unanswered.subList(1, unanswered.size());
        }
    }

    /** Reads an answer, which decides between a host, a host that is not wanted, and facts that make no sense. */
    private void answered(HostName host, JsonNode answer) {
        try {
            DeploymentFacts facts = Facts.read(host, answer, outline.facts(host));
            cache.keep(host, answer);
            if (answer.has("drv")) {
                evaluated(spec(host, facts, answer), false);
            }
        } catch (EvaluationException e) {
            failed(host, e.failure());
        } catch (NixFormatException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            failed(host, Fault.FAILED.failure("reading what nixosConfigurations." + host + " evaluates to", message));
        }
    }

    private static HostSpec spec(HostName host, DeploymentFacts facts, JsonNode answer) {
        return new HostSpec(
                host,
                HostKind.NIXOS,
                facts,
                answer.path("system").asString(),
                StorePath.parse(answer.path("drv").asString()),
                StorePath.parse(answer.path("out").asString()));
    }

    private java.util.SortedSet<String> fleetwideTags(HostName host) {
        java.util.SortedSet<String> tags = new java.util.TreeSet<>();
        for (JsonNode tag : outline.facts(host).path("facts").path("tags")) {
            tags.add(tag.asString(""));
        }
        return tags;
    }

    /** What Nix's end means; also for outputs that are not hosts. */
    EvalFailure failure(String tried, EvaluatorProcess.End end) {
        return failure(flake, tried, end, showTrace);
    }

    static EvalFailure failure(LockedFlake flake, String tried, EvaluatorProcess.End end, boolean showTrace) {
        if (end.exit() instanceof ExitStatus.Signalled) {
            return Fault.OUT_OF_MEMORY.failure(
                    tried,
                    "the evaluator was " + end.exit().describe() + ", most often by the kernel for want of memory");
        }
        if (end.error().isBlank()) {
            return Fault.FAILED.failure(
                    tried, "Nix gave no reason (" + end.exit().describe() + ")");
        }
        NixMessage message = NixMessage.parse(end.error(), FlakeMetadata.sourcePath(flake));
        EvalFailure failure = FaultPatterns.failure(tried, message, tree(flake));
        return showTrace
                ? new EvalFailure(
                        failure.code(), tried, NixMessage.stripAnsi(end.error()).strip(), failure.hints())
                : failure;
    }

    /** The root of the flake's files on this machine; with {@code ?dir=} it is above the flake itself. */
    private static Optional<Path> tree(LockedFlake flake) {
        Optional<Path> home = flake.directory().map(Path::of);
        for (Optional<Path> at = home; at.isPresent(); at = at.map(Path::getParent)) {
            if (Files.exists(at.get().resolve(".git"))) {
                return at;
            }
        }
        return home;
    }

    private void evaluated(HostSpec spec, boolean fromCache) {
        synchronized (this) {
            hosts.put(spec.name(), spec);
        }
        events.accept(new EvalEvent.HostEvaluated(spec.name(), fromCache));
    }

    private void failed(HostName host, EvalFailure failure) {
        synchronized (this) {
            failures.put(host, new HostFailure(host, failure));
        }
        events.accept(new EvalEvent.HostFailed(host, failure));
    }
}
