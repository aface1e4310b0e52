package dev.convoy.cli.run.reach;

import dev.convoy.activation.ActivationEvent;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.Activator;
import dev.convoy.activation.Begun;
import dev.convoy.activation.HostObserver;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Restart;
import dev.convoy.activation.Terms;
import dev.convoy.activation.Unlocking;
import dev.convoy.activation.health.HealthWatch;
import dev.convoy.activation.health.Prober;
import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.HookEnd;
import dev.convoy.activation.hook.HookRunner;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.plan.BuildPlan;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.ui.Prompt;
import dev.convoy.evaluator.BuildEvent;
import dev.convoy.evaluator.BuildReport;
import dev.convoy.evaluator.BuildSettings;
import dev.convoy.evaluator.CacheUpload;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.EvalEvent;
import dev.convoy.evaluator.EvaluationException;
import dev.convoy.evaluator.EvaluationSettings;
import dev.convoy.evaluator.FlakeEvaluator;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostChoice;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.evaluator.MissingBuilds;
import dev.convoy.evaluator.SystemBuilder;
import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.info.SigningKey;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.ClosureTransfer;
import dev.convoy.transfer.Compression;
import dev.convoy.transfer.Delta;
import dev.convoy.transfer.EarlyControl;
import dev.convoy.transfer.StoreAccess;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import dev.convoy.transfer.TransferSettings;
import dev.convoy.transfer.ssh.SshConnector;
import dev.convoy.transfer.ssh.config.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The other modules as they are, with the operator's settings. */
public final class RealRooms implements Rooms {
    /** A silent partition is noticed after three times this. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final Machine local = new LocalMachine();
    private final Settings settings;
    private final Path cacheDirectory;
    private final Clock clock;
    private final SigningKeyFile signingKey;
    private final FlakeEvaluator evaluator;
    private final CacheUpload uploads;
    private final HostObserver observer = new HostObserver();
    private final SshConnector ssh;
    /** Made when it is first needed: a command that sends nothing reads no key. */
    private Optional<ClosureTransfer> transfer = Optional.empty();

    public RealRooms(Session session, Prompt prompt) {
        this.settings = session.settings();
        this.cacheDirectory = session.surroundings().cacheDirectory();
        this.clock = session.surroundings().clock();
        this.signingKey = new SigningKeyFile(session);
        this.evaluator = new FlakeEvaluator(local, evaluationSettings(), _ -> {});
        this.uploads = new CacheUpload(local, settings.pairs(Setting.NIX_OPTIONS));
        this.ssh = new SshConnector(
                new SshSettings(
                        settings.isOn(Setting.ACCEPT_NEW_HOST_KEYS),
                        settings.isOn(Setting.ASK_SUDO_PASSWORD),
                        settings.span(Setting.CONNECT_TIMEOUT),
                        KEEP_ALIVE),
                new OperatorSecrets(prompt));
    }

    private synchronized ClosureTransfer transfer() {
        ClosureTransfer made = transfer.orElseGet(() -> new ClosureTransfer(local, transferSettings()));
        transfer = Optional.of(made);
        return made;
    }

    private TransferSettings transferSettings() {
        return new TransferSettings(
                Compression.parse(settings.value(Setting.COMPRESS).text()).orElseThrow(),
                Delta.parse(settings.value(Setting.DELTA).text()).orElseThrow(),
                (long) settings.count(Setting.TRANSFER_MEMORY).orElseThrow() << 20,
                cacheDirectory.resolve("spill"),
                settings.rate(Setting.BANDWIDTH_LIMIT),
                settings.rate(Setting.HOST_BANDWIDTH_LIMIT),
                signingKey.read());
    }

    @Override
    public LockedFlake lock(FlakeRef flake) throws InterruptedException {
        return evaluator.lock(flake);
    }

    @Override
    public Fleet evaluate(LockedFlake flake, HostChoice choice, Consumer<EvalEvent> events)
            throws InterruptedException {
        return evaluator.telling(events).evaluate(flake, choice);
    }

    private EvaluationSettings evaluationSettings() {
        return new EvaluationSettings(
                cacheDirectory.resolve("evaluations"),
                settings.isOn(Setting.EVAL_CACHE),
                settings.isOn(Setting.IMPURE),
                settings.isOn(Setting.SHOW_TRACE),
                settings.pairs(Setting.NIX_OPTIONS),
                settings.count(Setting.EVALUATORS),
                settings.count(Setting.EVAL_MEMORY).orElse(0));
    }

    @Override
    public BuildPlan missing(Collection<HostSpec> hosts) throws InterruptedException {
        MissingBuilds missing = builder(local, _ -> {}).missing(hosts);
        return new BuildPlan(missing.toBuild(), missing.toFetch(), missing.downloadBytes(), missing.unpackedBytes());
    }

    @Override
    public void build(Collection<HostSpec> hosts, Path gcRoots, Consumer<BuildEvent> events)
            throws InterruptedException {
        builder(local, events).build(hosts, gcRoots);
    }

    @Override
    public void buildThere(Machine there, HostSpec host, Consumer<BuildEvent> events) throws InterruptedException {
        BuildReport report = builder(there, events).buildWithoutRoots(List.of(host));
        report.failures().forEach(failed -> {
            throw new EvaluationException(failed.failure());
        });
    }

    private SystemBuilder builder(Machine machine, Consumer<BuildEvent> events) {
        var how = new BuildSettings(
                true,
                settings.count(Setting.MAX_JOBS),
                settings.count(Setting.CORES),
                settings.text(Setting.BUILDERS),
                settings.pairs(Setting.NIX_OPTIONS));
        return new SystemBuilder(machine, how, events);
    }

    @Override
    public Link link(HostRoute.Remote route) {
        return ssh.link(route.addresses());
    }

    @Override
    public Link here() {
        return new LocalLink(new LocalMachine());
    }

    @Override
    public HostState observe(Machine machine) throws InterruptedException {
        return observer.observe(machine);
    }

    @Override
    public boolean isHere(StorePath path) {
        return Files.exists(Path.of(path.toString()));
    }

    @Override
    public Optional<Closure> closureHere(StorePath root) throws InterruptedException {
        return isHere(root) ? Optional.of(transfer().closureOf(List.of(root))) : Optional.empty();
    }

    @Override
    public Optional<PublicKey> signer() {
        return signingKey.read().map(SigningKey::publicKey);
    }

    @Override
    public void upload(StorePath system, CacheUrl cache) throws InterruptedException {
        uploads.copy(system, signingKey.signing(cache));
    }

    @Override
    public TransferResult fetch(Machine there, Privilege rights, StorePath built, TransferProgress progress)
            throws InterruptedException {
        return transfer().fetch(there, access(rights), built, progress);
    }

    @Override
    public Shipment ship(
            Closure closure,
            Link target,
            EarlyControl early,
            Privilege rights,
            Substitution substitution,
            Consumer<TransferEvent> events)
            throws InterruptedException {
        return SessionShipment.open(transfer().open(target, early, events, access(rights), substitution), closure);
    }

    private static StoreAccess access(Privilege rights) {
        return switch (rights) {
            case ROOT -> StoreAccess.ROOT;
            case LOGIN_USER -> StoreAccess.LOGIN_USER;
        };
    }

    @Override
    public Begun begin(Link target, ActivationRequest request, Consumer<ActivationEvent> events)
            throws InterruptedException {
        return new Activator(events, clock).begin(target, request);
    }

    @Override
    public Optional<Begun> rejoin(Link target, ActivationRequest request, Consumer<ActivationEvent> events)
            throws InterruptedException {
        return new Activator(events, clock).rejoin(target, request);
    }

    @Override
    public Optional<Begun> bootTrial(
            Link target, Restart.Restarted.Back back, Terms terms, Consumer<ActivationEvent> events)
            throws InterruptedException {
        return new Activator(events, clock).bootTrial(target, back, terms);
    }

    @Override
    public Restart.Restarted restart(Link target, Duration timeout, Consumer<ActivationEvent> events)
            throws InterruptedException {
        return new Restart(events, clock).run(target, timeout);
    }

    @Override
    public Restart.Restarted restart(Link target, String boot, Duration timeout, Consumer<ActivationEvent> events)
            throws InterruptedException {
        return new Restart(events, clock).run(target, boot, timeout);
    }

    @Override
    public Unlocking.Unlocked unlock(Link target) throws InterruptedException {
        return Unlocking.ofDead(target);
    }

    @Override
    public Unlocking.Unlocked unlock(Link target, String runId) throws InterruptedException {
        return Unlocking.ofLiving(target, runId);
    }

    @Override
    public HookEnd runHook(Link host, Hook hook, Map<String, String> environment, String context)
            throws InterruptedException {
        Machine machine = hook.site() == Hook.Site.HERE ? local : host.machine();
        return HookRunner.run(machine, hook, environment, context);
    }

    @Override
    public HealthWatch.Look prober(Link host) {
        return new Prober(host, local)::probe;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public void close() {
        ssh.close();
        local.close();
    }
}
