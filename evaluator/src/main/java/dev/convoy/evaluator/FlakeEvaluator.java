package dev.convoy.evaluator;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a flake reference to the fleet that it declares. Safe for one use after another, not for several at once. */
public final class FlakeEvaluator {
    private final Machine local;
    private final EvaluationSettings settings;
    private final Consumer<EvalEvent> events;
    private final NixCli nix;
    private final Set<String> said = new HashSet<>();

    /** @param events gets one event at a time, from whichever thread has it */
    public FlakeEvaluator(Machine local, EvaluationSettings settings, Consumer<EvalEvent> events) {
        this(local, settings, events, new NixCli(local, settings.nixOptions()));
    }

    private FlakeEvaluator(Machine local, EvaluationSettings settings, Consumer<EvalEvent> events, NixCli nix) {
        this.local = local;
        this.settings = settings;
        this.events = events;
        this.nix = nix;
    }

    /** The same for other ears; what it has learned of this machine's Nix is not asked again. */
    public FlakeEvaluator telling(Consumer<EvalEvent> listener) {
        return new FlakeEvaluator(local, settings, listener, nix);
    }

    /**
     * Finds the exact content that the reference stands for now. Fetches it if it is elsewhere; evaluates nothing.
     *
     * @throws EvaluationException if there is no flake, or no Nix
     */
    public LockedFlake lock(FlakeRef reference) throws InterruptedException {
        Finished answer = metadata(reference);
        if (!answer.isSuccess()) {
            throw new EvaluationException(FlakeFailure.of(reference, answer));
        }
        LockedFlake locked = FlakeMetadata.read(reference, answer.stdout());
        return locked.dirty() && locked.revision().isEmpty() ? withBaseRevision(locked) : locked;
    }

    /** Asks for the version aside: that takes as long. What is wrong with Nix itself is told first. */
    private Finished metadata(FlakeRef reference) throws InterruptedException {
        nix.askForVersionAside();
        LocalFlake where = LocalFlake.locate(reference, nix::version);
        Finished answer;
        try {
            answer = nix.flakeMetadata(where.reference(), where.workingDirectory());
        } catch (EvaluationException e) {
            nix.version();
            throw e;
        }
        nix.version();
        return answer;
    }

    /**
     * All hosts of the flake, none of them evaluated.
     *
     * @throws EvaluationException if there are none
     */
    public SortedSet<HostName> hostNames(LockedFlake flake) throws InterruptedException {
        return outline(flake, cache(flake)).names();
    }

    /**
     * The chosen hosts: their deployment facts and their derivations, in one pass. A host that does not evaluate becomes a
     * failure of the fleet and costs no other host.
     *
     * @throws EvaluationException if the flake as a whole cannot be evaluated or has no hosts
     */
    public Fleet evaluate(LockedFlake flake, HostChoice choice) throws InterruptedException {
        EvaluationCache cache = cache(flake);
        FleetOutline outline = outline(flake, cache);
        var evaluation = new FleetEvaluation(flake, outline, cache, settings.showTrace(), this::emit);
        List<HostWork> work = evaluation.prepare(choice);
        if (!work.isEmpty()) {
            EvaluatorPool pool = pool(work.size());
            emit(new EvalEvent.Started(work.size(), pool.evaluators()));
            evaluation.run(work, pool, process(flake));
        }
        return evaluation.fleet();
    }

    private EvaluatorPool pool(int hosts) {
        long memory = settings.memoryBudgetMiB() > 0 ? settings.memoryBudgetMiB() : FreeMemory.budgetMiB();
        int cores = Runtime.getRuntime().availableProcessors();
        return EvaluatorPool.sized(hosts, cores, memory, settings.evaluators());
    }

    private EvaluationCache cache(LockedFlake flake) throws InterruptedException {
        return EvaluationCache.of(settings, flake, nix.version());
    }

    private EvaluatorProcess process(LockedFlake flake) {
        return new EvaluatorProcess(nix, flake, settings.impure(), this::say);
    }

    private FleetOutline outline(LockedFlake flake, EvaluationCache cache) throws InterruptedException {
        Optional<JsonNode> known = cache.outline();
        if (known.isPresent()) {
            return FleetOutline.of(known.get().path("names"), known.get().path("convoy"));
        }
        FleetOutline outline = askForOutline(flake);
        cache.keepOutline(outline.toJson());
        return outline;
    }

    /** Two outputs are two commands to Nix; side by side they take the time of one. */
    private FleetOutline askForOutline(LockedFlake flake) throws InterruptedException {
        EvaluatorProcess evaluator = process(flake);
        Callable<EvaluatorProcess.End> names = () -> evaluator.output("nixosConfigurations", FleetExpression.names());
        Callable<EvaluatorProcess.End> convoy = () -> evaluator.output("convoy", FleetExpression.convoyOutput());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<EvaluatorProcess.End>> ends = executor.invokeAll(List.of(names, convoy));
            return FleetOutline.of(
                    hosts(flake, ends.getFirst().get()),
                    convoy(flake, ends.getLast().get()));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private JsonNode hosts(LockedFlake flake, EvaluatorProcess.End end) {
        if (end.exit().isSuccess()) {
            return JsonMapper.shared().readTree(end.stdout());
        }
        if (isAbsent(end, "nixosConfigurations")) {
            throw FleetOutline.noHosts("the flake " + flake.original() + " has no output nixosConfigurations");
        }
        throw new EvaluationException(
                FleetEvaluation.failure(flake, "listing the hosts of " + flake.original(), end, settings.showTrace()));
    }

    private JsonNode convoy(LockedFlake flake, EvaluatorProcess.End end) {
        if (end.exit().isSuccess()) {
            return JsonMapper.shared().readTree(end.stdout());
        }
        if (isAbsent(end, "convoy")) {
            return JsonMapper.shared().createObjectNode();
        }
        throw new EvaluationException(FleetEvaluation.failure(
                flake, "reading the convoy output of " + flake.original(), end, settings.showTrace()));
    }

    private static boolean isAbsent(EvaluatorProcess.End end, String output) {
        return end.error().matches("(?s).*does not provide attribute [^\n]*'\\.?" + output + "'.*");
    }

    /** Older versions do not say what a dirty tree started from; git does. */
    private LockedFlake withBaseRevision(LockedFlake locked) throws InterruptedException {
        if (locked.directory().isEmpty()) {
            return locked;
        }
        try {
            Finished head = local.run(Command.of("git", "-C", locked.directory().get(), "rev-parse", "HEAD"));
            Optional<String> revision = Optional.of(head.stdout().strip())
                    .filter(text -> head.exit() instanceof ExitStatus.Exited(int code) && code == 0)
                    .filter(text -> text.matches("[0-9a-f]{40,64}"));
            return new LockedFlake(
                    locked.original(),
                    locked.url(),
                    locked.directory(),
                    locked.narHash(),
                    revision,
                    true,
                    locked.lockHash());
        } catch (MachineException e) {
            return locked;
        }
    }

    private synchronized void emit(EvalEvent event) {
        events.accept(event);
    }

    /** Every process says the same about the flake; once is enough. */
    private synchronized void say(String text) {
        if (said.add(text)) {
            events.accept(new EvalEvent.Message(text));
        }
    }
}
