package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.NarSourceException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Brings closures to one host. One store session, the control, asks what is missing and stays open until {@link #close}: for
 * so long the host's garbage collector spares everything that was planned, so close only when the closure is activated.
 * Survives lost connections. One thread at a time.
 */
public final class TransferSession implements AutoCloseable {
    private final Link link;
    private final StoreAccess access;
    private final Sending sending;
    private final Consumer<TransferEvent> events;
    private final Patience patience;

    /** All paths of all plans: those that a new control must spare as well. */
    private final SortedSet<StorePath> planned = new TreeSet<>();

    private final EarlyControl early;
    private Optional<StoreSession> control = Optional.empty();
    private final PackingTrust packing = new PackingTrust();
    private final Routing routing;
    private final Substitution substitution;
    private final FetchChoice fetches;
    private boolean wasConnected;

    /** How an attempt ended too early, and how the paths travelled. */
    private record Ended(SessionEndedException why, Route route) {}

    /**
     * @param fetched whether the host was left to fetch some of it: what it did not is sent in the next attempt
     * @param valid what the host has then of what was planned, where it was asked in passing
     */
    private record Tried(Optional<Ended> end, boolean fetched, Optional<SortedSet<StorePath>> valid) {}

    TransferSession(
            Link link,
            EarlyControl early,
            StoreAccess access,
            Substitution substitution,
            Sending sending,
            Consumer<TransferEvent> events,
            Patience patience) {
        this.link = link;
        this.early = early;
        this.access = access;
        this.sending = sending;
        this.routing = new Routing(sending, packing);
        this.substitution = substitution;
        this.fetches = new FetchChoice(substitution, routing);
        this.events = events;
        this.patience = patience;
    }

    /** Asks the host once what it lacks of a closure, and keeps all of it from being collected. */
    public TransferPlan plan(Closure closure) throws InterruptedException {
        closure.paths().forEach(info -> planned.add(info.path()));
        Set<StorePath> valid = validPaths();
        patience.gotAhead();
        List<PathInfo> missing = closure.paths().stream()
                .filter(info -> !valid.contains(info.path()))
                .toList();
        TransferPlan plan = new TransferPlan(closure, missing, Fetchable.of(missing, substitution, sending.signer()));
        events.accept(new TransferEvent.Planned(plan.missing().size(), plan.narBytes(), plan.alreadyThere()));
        return plan;
    }

    /**
     * Sends what the plan says is missing; returns when the host has all of it. After a lost connection goes on with what is
     * still missing.
     *
     * @throws TransferException if it cannot be brought there
     */
    public TransferResult send(TransferPlan plan, TransferProgress progress) throws InterruptedException {
        // A large copy waits for its socket. Where a virtual thread did so, the JVM takes 300 ms longer to end.
        var task = new FutureTask<>(() -> sendAll(plan, progress));
        Thread thread =
                Thread.ofPlatform().daemon().name("copying to " + link.name()).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InterruptedException interruption -> throw interruption;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException("copying to " + link.name(), e.getCause());
            }
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    private TransferResult sendAll(TransferPlan plan, TransferProgress progress) throws InterruptedException {
        sending.company().join(plan.missing());
        try {
            return sendUntilAllIsThere(plan, progress);
        } finally {
            sending.company().leave(plan.missing());
        }
    }

    private TransferResult sendUntilAllIsThere(TransferPlan plan, TransferProgress progress)
            throws InterruptedException {
        Delivery delivery = new Delivery(plan, progress, events);
        for (List<PathInfo> missing = plan.missing(); !missing.isEmpty(); ) {
            Tried tried = sendOnce(plan, missing, progress, delivery);
            Optional<Ended> end = tried.end();
            int attempt = end.isPresent() ? recover(end.get()) : 0;
            // Also after the last acknowledgement: success is what the host says that it has.
            Set<StorePath> valid =
                    tried.valid().isPresent() && isHeld() ? tried.valid().get() : validPaths();
            if (delivery.settle(valid)) {
                patience.gotAhead(); // only the acknowledgement was lost with the connection
            }
            List<PathInfo> left = delivery.missing(valid);
            if (!left.isEmpty() && !(end.isEmpty() && tried.fetched())) {
                String reason = end.map(one -> one.why().reason()).orElseThrow(() -> vanished(left));
                events.accept(new TransferEvent.Resumed(reason, attempt, left.size()));
            }
            missing = left;
        }
        TransferResult result = delivery.result();
        events.accept(new TransferEvent.Finished(result));
        return result;
    }

    /**
     * Lets the host fetch all that the plan says is missing; sends nothing.
     *
     * @throws TransferException if its caches do not give it all of that
     */
    public TransferResult fetch(TransferPlan plan, TransferProgress progress) throws InterruptedException {
        Delivery delivery = new Delivery(plan, progress, events);
        for (List<PathInfo> missing = plan.missing(); !missing.isEmpty(); ) {
            var fetching = new Fetching(missing, Substitution.ALWAYS, FetchLimits.none(), delivery);
            Optional<String> problem = fetchOnce(fetching);
            Set<StorePath> valid = validPaths();
            if (delivery.settle(valid) || delivery.missing(valid).size() < missing.size()) {
                patience.gotAhead();
            }
            missing = delivery.missing(valid);
            boolean again = fetching.isLost() && !patience.isExhausted(true, patience.failed());
            if (!missing.isEmpty() && !again) {
                throw new TransferException(notInCache(missing, problem));
            }
        }
        TransferResult result = delivery.result();
        events.accept(new TransferEvent.Finished(result));
        return result;
    }

    private Optional<String> fetchOnce(Fetching fetching) throws InterruptedException {
        try {
            return fetching.runAlone(new Attempt.Host(machine(), openControl(), access, () -> {}));
        } catch (SessionEndedException e) {
            recover(new Ended(e, Route.raw(HostAbilities.UNKNOWN)));
            return Optional.of(e.reason());
        }
    }

    private TransferFailure notInCache(List<PathInfo> missing, Optional<String> problem) {
        String others = missing.size() == 1 ? "" : ", and " + (missing.size() - 1) + " more";
        return new TransferFailure.NotInCache(
                link.name(),
                "the host's caches did not give it " + missing.getFirst().path() + others + ": "
                        + problem.orElse("they do not have it, or nobody signed it whom the host trusts"),
                List.of(
                        "the cache must be in nix.settings.substituters of the host, and the key that signs what is in it,"
                                + " --sign-with, in nix.settings.trusted-public-keys there",
                        "see what the host has: ssh " + link.name()
                                + " nix --extra-experimental-features nix-command show-config",
                        "or send it from here: --transfer=direct"));
    }

    /** From now on the host may collect what nothing there refers to. */
    @Override
    public void close() {
        early.close();
        control.ifPresent(StoreSession::leave);
        control = Optional.empty();
    }

    private Tried sendOnce(TransferPlan plan, List<PathInfo> missing, TransferProgress progress, Delivery delivery)
            throws InterruptedException {
        Route route = Route.raw(HostAbilities.UNKNOWN);
        Optional<Fetching> fetching = Optional.empty();
        try {
            StoreSession asked = openControl();
            var host = new Attempt.Host(machine(), asked, access, () -> control = Optional.empty());
            fetching = fetches.of(host, FetchChoice.still(missing, plan.fetchable()), delivery);
            List<PathInfo> sent = fetching.map(some -> some.others(missing)).orElse(missing);
            route = routing.route(host, sent);
            var meter = new Meter(progress, sending.limits());
            List<StorePath> lastQuestion = fetching.isPresent()
                    ? List.of()
                    : plan.missing().stream().map(PathInfo::path).toList();
            var attempt = new Attempt(host, sending.pool(), meter, lastQuestion, info -> {
                patience.gotAhead();
                delivery.arrived(info);
            });
            return new Tried(Optional.empty(), fetching.isPresent(), attempt.run(sent, route, fetching));
        } catch (SessionEndedException e) {
            return new Tried(Optional.of(new Ended(e, route)), fetching.isPresent(), Optional.empty());
        } catch (NarSourceException e) {
            throw new TransferException(new TransferFailure.Corrupt(
                    link.name(),
                    "this machine's store is at fault, not the host: " + e.getMessage(),
                    List.of(
                            "repair it here: nix-store --repair-path " + e.path(),
                            "look for more: nix-store --verify --check-contents")));
        }
    }

    private SortedSet<StorePath> validPaths() throws InterruptedException {
        while (true) {
            try {
                return askControl();
            } catch (SessionEndedException e) {
                recover(new Ended(e, Route.raw(HostAbilities.UNKNOWN)));
            }
        }
    }

    /** Whether the control still keeps what was planned from being collected, as far as is known. */
    private boolean isHeld() {
        return control.isPresent() && !control.get().isOver();
    }

    private SortedSet<StorePath> askControl() throws SessionEndedException, InterruptedException {
        boolean isFresh = control.isEmpty();
        StoreSession session = isFresh ? begin().askLocking(planned) : control.get();
        control = Optional.of(session);
        wasConnected = true;
        try {
            return isFresh ? session.client().readPaths() : session.client().lockPaths(planned);
        } catch (IOException e) {
            control = Optional.empty();
            throw session.ended(e);
        }
    }

    private StoreSession.Opening begin() throws SessionEndedException, InterruptedException {
        Optional<StoreSession.Opening> begun = access == StoreAccess.ROOT ? early.take(planned) : Optional.empty();
        return begun.isPresent() ? begun.get() : StoreSession.begin(machine(), ServeCommand.control(access));
    }

    private StoreSession openControl() throws SessionEndedException, InterruptedException {
        if (control.isEmpty()) {
            askControl();
        }
        return control.orElseThrow();
    }

    /** A host that was never reached is not tried again here: whoever opened the link knows better why it is not there. */
    private Machine machine() throws SessionEndedException {
        try {
            return link.machine();
        } catch (MachineException e) {
            throw SessionEndedException.notStarted(e);
        } catch (TransferException e) {
            if (wasConnected && e.failure().isOfConnecting()) {
                throw SessionEndedException.notStarted(
                        new MachineException(link.name(), e.failure().message()));
            }
            throw e;
        }
    }

    /**
     * Gets ready for another attempt.
     *
     * @return how many in a row have failed
     * @throws TransferException if another attempt is of no use
     */
    private int recover(Ended ended) throws InterruptedException {
        SessionEndedException end = ended.why();
        Optional<TransferFailure> diagnosis = Diagnosis.of(link.name(), end);
        if (packing.isToBlame(end, diagnosis, ended.route())) {
            if (packing.isLost()) {
                patience.gotAhead();
            }
        } else if (diagnosis.isPresent()) {
            throw new TransferException(diagnosis.get());
        }
        int failures = spendPatience(end);
        while (end.isLost() && !reconnected()) {
            failures = spendPatience(end);
        }
        return failures;
    }

    private int spendPatience(SessionEndedException end) throws InterruptedException {
        int failures = patience.failed();
        if (patience.isExhausted(end.isLost(), failures)) {
            throw new TransferException(Diagnosis.broken(link.name(), end, failures));
        }
        patience.pause(failures);
        return failures;
    }

    /** What cannot heal by itself, such as a changed host key, is thrown. */
    private boolean reconnected() {
        close();
        try {
            link.reconnect();
            return true;
        } catch (MachineException e) {
            return false;
        } catch (TransferException e) {
            if (e.failure().isOfConnecting()) {
                return false;
            }
            throw e;
        }
    }

    private TransferException vanished(List<PathInfo> left) {
        return new TransferException(new TransferFailure.Broken(
                link.name(),
                "the host took all paths, but does not have " + left.getFirst().path(),
                List.of("is a garbage collection, or something else that deletes from the store, at work there?")));
    }
}
