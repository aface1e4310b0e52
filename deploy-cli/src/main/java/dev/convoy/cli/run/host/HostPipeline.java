package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Trial;
import dev.convoy.activation.hook.Hook.Stage;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.cli.plan.Readiness;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.cli.run.frame.Bugs;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.run.frame.Interruption;
import dev.convoy.cli.run.frame.Limits;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.reach.Shipment;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.EarlyControl;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One host, from the moment that its system begins to be built to its outcome. The only place where a host's failures are
 * caught; none of them reaches another host. It has two parts, because other hosts may have their turn in between:
 * preparing, which changes nothing that runs, and activating. One thread at a time works on it.
 */
public final class HostPipeline implements Member {
    /** What is hardly smaller on the wire is not worth two numbers. */
    private static final double WORTH_TELLING = 0.9;

    private final Equipment equipment;
    private final Rooms rooms;
    private final Orders orders;
    private final Contact contact;
    private final HostHooks hooks;
    private final BuildQueue builds;
    private final Limits limits;
    private final Interruption interruption;
    private final EventLog log;
    private final Bugs bugs;
    private final Journal journal;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Phase phase = Phase.BUILD;
    private volatile Optional<Shipment> shipment;
    private volatile Optional<StorePath> system = Optional.empty();
    private volatile Optional<HostOutcome> outcome = Optional.empty();

    public HostPipeline(Equipment equipment, Orders orders, Contact contact, BuildQueue builds) {
        this.equipment = equipment;
        this.rooms = equipment.rooms();
        this.limits = equipment.limits();
        this.interruption = equipment.interruption();
        this.log = equipment.log();
        this.bugs = equipment.bugs();
        this.journal = equipment.journal();
        this.orders = orders;
        this.contact = contact;
        this.hooks = HostHooks.of(equipment, orders, contact);
        this.builds = builds;
        this.shipment = contact.shipment();
    }

    /** One whose end is known. */
    public static HostPipeline over(Equipment equipment, Orders orders, Contact contact, HostOutcome how) {
        var host = new HostPipeline(equipment, orders, contact, new BuildQueue(List.of()));
        host.outcome = Optional.of(how);
        return host;
    }

    @Override
    public HostName host() {
        return contact.host();
    }

    @Override
    public DeploymentFacts facts() {
        return contact.spec().facts();
    }

    public Contact contact() {
        return contact;
    }

    @Override
    public Optional<HostOutcome> outcome() {
        return outcome;
    }

    /** Before any host is built. */
    public void beforeBuild() {
        if (outcome.isEmpty()) {
            caught(() -> {
                hooks.before(Stage.BUILD);
                return Optional.empty();
            });
        }
    }

    /** Builds and copies. */
    @Override
    public void prepare() {
        if (outcome.isEmpty() && system.isEmpty()) {
            caught(() -> {
                StorePath built = build();
                hooks.after(Stage.BUILD);
                system = Optional.of(built);
                return orders.goal().copies() ? copy(built) : Optional.of(keep(built));
            });
        }
    }

    @Override
    public void activate(Duration soak, boolean goesBack) {
        ActivationGoal goal = orders.goal().activation().orElseThrow();
        caught(() -> Optional.of(activate(system.orElseThrow(), goal, soak, goesBack)));
        shipment.ifPresent(Shipment::close);
        shipment = Optional.empty();
    }

    @Override
    public void skip(String reason) {
        end(new HostOutcome.Skipped(reason));
    }

    /** What became of it later, when its turn was over. */
    public void end(HostOutcome how) {
        outcome = Optional.of(how);
        equipment.remember(host(), how);
        tell(how);
    }

    public void tell(HostOutcome how) {
        log.publish(host(), Phase.REPORT, new Body.HostFinished(how));
    }

    @Override
    public void waiting(String reason) {
        log.publish(host(), phase, new Body.Waiting(reason));
    }

    @Override
    public void close() {
        if (left.compareAndSet(false, true)) {
            shipment.ifPresent(Shipment::close);
            contact.link().close();
        }
    }

    /** A part of the work; if it gives an outcome, or throws, that is the end. */
    private interface Part {
        Optional<HostOutcome> run() throws Exception;
    }

    private void caught(Part part) {
        try {
            interruption.during(part::run).ifPresent(this::end);
        } catch (InterruptedException e) {
            end(
                    phase == Phase.ACTIVATE && interruption.isCut()
                            ? new HostOutcome.Indeterminate(Failures.interrupted(phase))
                            : new HostOutcome.Skipped("stopped before it was changed"));
        } catch (Exception e) {
            // An interrupt can come out of a library as a broken connection.
            boolean stopped = interruption.isStopping() && phase != Phase.ACTIVATE;
            end(
                    stopped
                            ? new HostOutcome.Skipped("stopped before it was changed")
                            : new HostOutcome.Failed(bugs.failure(e, phase)));
        }
    }

    private StorePath build() throws InterruptedException {
        return builds.serves(host()) ? builds.await(host()) : buildThere();
    }

    private Optional<HostOutcome> copy(StorePath built) throws InterruptedException {
        Optional<String> copied = Optional.empty();
        if (builds.serves(host())) {
            Shipment ship = shipment(built);
            shipment = Optional.of(ship);
            copied = transfer(ship, built);
        }
        return orders.goal().activation().isPresent()
                ? Optional.empty()
                : Optional.of(success(copied.orElse("was there already")));
    }

    private HostOutcome keep(StorePath built) throws InterruptedException {
        if (orders.cache().isEmpty()) {
            return success("built " + built);
        }
        enter(Phase.TRANSFER);
        CacheUrl cache = orders.cache().get();
        if (!rooms.isHere(built)) {
            throw new RefusedException(new Failure(
                    "cache.not-here",
                    Phase.TRANSFER,
                    "its system was built on the host, and is not in this machine's store",
                    List.of(),
                    List.of("Bring it here first: --fetch-result.")));
        }
        rooms.upload(built, cache);
        log.publish(host(), phase, new Body.PhaseFinished("is in " + cache));
        return success("copied to " + cache);
    }

    private static HostOutcome success(String summary) {
        return new HostOutcome.Succeeded(summary, List.of());
    }

    private StorePath buildThere() throws InterruptedException {
        log.publish(host(), Phase.BUILD, new Body.PhaseStarted());
        Closure recipe = rooms.closureHere(contact.spec().derivation())
                .orElseThrow(() -> new IllegalStateException(
                        "no derivation " + contact.spec().derivation()));
        try (Shipment derivations = ship(recipe, Substitution.NEVER)) {
            derivations.send(new TransferProgress());
            rooms.buildThere(
                    contact.link().machine(),
                    contact.spec(),
                    event -> log.publish(host(), Phase.BUILD, new Body.Build(event)));
        }
        if (equipment.settings().isOn(Setting.FETCH_RESULT)) {
            fetchResult();
        }
        return contact.spec().toplevel();
    }

    private void fetchResult() throws InterruptedException {
        TransferResult got =
                rooms.fetch(contact.link().machine(), rights(), contact.spec().toplevel(), new TransferProgress());
        String summary = "fetched " + Measure.count(got.paths(), "path") + ", " + Measure.bytes(got.narBytes());
        log.publish(host(), Phase.BUILD, new Body.PhaseFinished(summary));
    }

    private Shipment shipment(StorePath built) throws InterruptedException {
        if (shipment.isPresent()) {
            return shipment.get();
        }
        return ship(
                rooms.closureHere(built)
                        .orElseThrow(
                                () -> new IllegalStateException("no closure of " + built + ", which was just built")),
                OwnCaches.of(equipment.settings(), contact.spec()));
    }

    private Shipment ship(Closure closure, Substitution substitution) throws InterruptedException {
        return rooms.ship(
                closure,
                contact.link(),
                EarlyControl.none(),
                rights(),
                substitution,
                event -> log.publish(host(), Phase.TRANSFER, new Body.Transfer(event)));
    }

    private Privilege rights() {
        return contact.state().map(Survey::rights).orElse(Privilege.ROOT);
    }

    /** @return what was done, in a few words; nothing where all was there */
    private Optional<String> transfer(Shipment ship, StorePath built) throws InterruptedException {
        enter(Phase.TRANSFER);
        CopyPlan plan = ship.plan();
        if (plan.paths() == 0) {
            return Optional.empty();
        }
        Optional<Failure> noRoom = contact.state().flatMap(state -> Readiness.tooSmall(state, plan.narBytes()));
        if (noRoom.isPresent()) {
            throw new RefusedException(noRoom.get());
        }
        TransferResult result;
        hooks.before(Stage.COPY);
        try (var _ = limits.transfers().take(this::waiting)) {
            Optional<CacheUrl> cache = HostCaches.of(equipment.settings(), contact.spec());
            if (cache.isPresent()) {
                waiting("it is copied to " + cache.get() + " first");
                rooms.upload(built, cache.get());
            }
            var progress = new TransferProgress();
            log.publish(host(), phase, new Body.TransferStarted(progress, plan.paths(), plan.narBytes()));
            result = cache.isPresent() ? ship.fetch(progress) : ship.send(progress);
            log.publish(host(), phase, new Body.PhaseFinished(sent(result, progress)));
        }
        hooks.after(Stage.COPY);
        return Optional.of(copied(result));
    }

    private static String copied(TransferResult result) {
        if (result.fetchedPaths() == 0) {
            return "copied " + Measure.bytes(result.narBytes());
        }
        String fetched = "fetched " + Measure.bytes(result.fetchedBytes()) + " itself";
        return result.paths() == 0 ? fetched : "copied " + Measure.bytes(result.narBytes()) + ", " + fetched;
    }

    private static String sent(TransferResult result, TransferProgress progress) {
        if (result.fetchedPaths() == 0) {
            return sentOnly(result, progress);
        }
        String fetched = Measure.count(result.fetchedPaths(), "path") + " fetched by the host, "
                + Measure.bytes(result.fetchedBytes());
        return result.paths() == 0 ? fetched : sentOnly(result, progress) + "; " + fetched;
    }

    private static String sentOnly(TransferResult result, TransferProgress progress) {
        String sent = "sent " + Measure.count(result.paths(), "path") + ", " + Measure.bytes(result.narBytes());
        long wireBytes = progress.wireBytes().sum();
        boolean packed = wireBytes > 0 && wireBytes < result.narBytes() * WORTH_TELLING;
        return packed ? sent + " in " + Measure.bytes(wireBytes) + " on the wire" : sent;
    }

    private HostOutcome activate(StorePath built, ActivationGoal goal, Duration soak, boolean goesBack)
            throws Exception {
        ActivationRequest request = orders.request(
                orders.ids().next(host()), goal, built, contact.state().flatMap(HostState::running));
        var period = new TrialPeriod(equipment, orders, contact, soak);
        boolean watched = goal == ActivationGoal.SWITCH || goal == ActivationGoal.TEST;
        if (watched || (goal == ActivationGoal.BOOT && orders.reboot() != RebootPolicy.NEVER)) {
            period.lookBefore();
        }
        var judge = new TrialJudge(equipment, orders, contact, request, period);
        return hooks.around(
                Stage.ACTIVATION, () -> interruption.undisturbed(() -> inSlot(request, judge, soak, goesBack)));
    }

    /**
     * The slot is kept until the host has its answer: who begins more hosts than he can answer in time sees them go back. A
     * host that soaks is watched meanwhile, not worked on, so its slot is for the next one.
     */
    private HostOutcome inSlot(ActivationRequest request, TrialJudge judge, Duration soak, boolean goesBack)
            throws Exception {
        try (var slot = limits.activations().take(this::waiting)) {
            return switch (begin(request)) {
                case Begun.Ended(ActivationOutcome end) -> {
                    slot.giveBack();
                    yield judge.ended(end, judge.restarting(false, goesBack));
                }
                case Begun.OnTrial(Trial trial) -> {
                    if (!soak.isZero()) {
                        slot.giveBack();
                    }
                    yield judge.judge(trial, goesBack, slot);
                }
            };
        }
    }

    private Begun begin(ActivationRequest request) throws InterruptedException {
        if (interruption.isStopping()) {
            throw new InterruptedException("stopped before it began");
        }
        enter(Phase.ACTIVATE);
        journal.step(host(), Step.BEGIN);
        return rooms.begin(
                contact.link(), request, event -> log.publish(host(), Phase.ACTIVATE, new Body.Activation(event)));
    }

    private void enter(Phase next) {
        phase = next;
        log.publish(host(), next, new Body.PhaseStarted());
    }
}
