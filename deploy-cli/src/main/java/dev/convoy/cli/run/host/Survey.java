package dev.convoy.cli.run.host;

import dev.convoy.activation.BootFiles;
import dev.convoy.activation.HostState;
import dev.convoy.activation.LiveSwitch;
import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.plan.CopyPlan;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.plan.PackageDiff;
import dev.convoy.cli.plan.Readiness;
import dev.convoy.cli.plan.RebootNeed;
import dev.convoy.cli.plan.StoredPath;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.reach.Shipment;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.EarlyControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at one host before anything is built, and plans what happens to it. Finds all of its problems; changes nothing. */
public final class Survey {
    private final Equipment equipment;
    private final Goal goal;
    private final boolean comparesPackages;
    private final boolean readsAside;
    private final Readiness readiness;
    private final Offline offline;

    /**
     * @param comparesPackages whether someone will read the plan, who then wants to know what changes
     * @param hosts how many are looked at: the systems of a few are read here while the hosts answer, although it may turn out
     *     that they run them already
     * @throws dev.convoy.cli.usage.UsageException if the key is not there that shall sign what is sent, or no cache is named
     *     from which hosts shall fetch
     */
    public Survey(Equipment equipment, Goal goal, boolean comparesPackages, int hosts) {
        this.equipment = equipment;
        this.goal = goal;
        this.comparesPackages = comparesPackages;
        this.readsAside = hosts <= Runtime.getRuntime().availableProcessors();
        this.offline = Offline.of(equipment.settings());
        HostCaches.check(equipment.settings());
        this.readiness = new Readiness(goal, goal.copies() ? equipment.rooms().signer() : Optional.empty());
    }

    /** @param contact empty where nothing will be done there */
    public record Finding(HostPlan plan, Optional<Contact> contact) {
        /** Leaves the host, for one reason more. */
        public Finding refused(Failure why) {
            contact.ifPresent(Contact::close);
            List<Failure> problems = new ArrayList<>(List.of(why));
            if (plan.step() instanceof HostPlan.Step.Refused(List<Failure> others)) {
                problems.addAll(others);
            }
            return new Finding(
                    new HostPlan(plan.host(), plan.wanted(), plan.state(), new HostPlan.Step.Refused(problems)),
                    Optional.empty());
        }
    }

    /** Never fails: what goes wrong is in the plan. */
    public Finding look(HostSpec spec) throws InterruptedException {
        HostRoute route = equipment.routes().to(spec.name(), spec.facts());
        return switch (route) {
            case HostRoute.Nowhere(Failure why) -> refused(spec, Optional.empty(), List.of(why));
            case HostRoute.Here() -> look(spec, rooms().here());
            case HostRoute.Remote remote -> look(spec, rooms().link(remote));
        };
    }

    private Finding look(HostSpec spec, Link link) throws InterruptedException {
        boolean kept = false;
        try {
            Finding finding = needsLook(spec) ? observed(spec, link) : unseen(spec, link);
            kept = finding.contact().isPresent();
            return finding;
        } catch (RuntimeException e) {
            Failure why = equipment.bugs().failure(e, Phase.OBSERVE);
            return offline.away(spec.name(), spec.facts().tags(), why)
                    .map(away -> new Finding(plan(spec, Optional.empty(), away), Optional.empty()))
                    .orElseGet(() -> refused(spec, Optional.empty(), List.of(why)));
        } finally {
            if (!kept) {
                link.close();
            }
        }
    }

    /** What is only built, and here, needs no host. */
    private boolean needsLook(HostSpec spec) {
        return goal.copies() || buildsThere(spec);
    }

    private Finding unseen(HostSpec spec, Link link) {
        var step = new HostPlan.Step.Change(
                false, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), HostPlan.Restart.NO, List.of());
        return new Finding(
                new HostPlan(spec.name(), Optional.of(spec.toplevel()), Optional.empty(), step),
                Optional.of(new Contact(spec, link, Optional.empty(), Optional.empty())));
    }

    private Finding observed(HostSpec spec, Link link) throws InterruptedException {
        try (var aside = new TaskScope<Optional<Closure>>()) {
            if (readsAside) {
                aside.fork("closure of " + spec.name(), () -> closureHere(spec));
            }
            return observed(spec, link, aside);
        }
    }

    private Finding observed(HostSpec spec, Link link, TaskScope<Optional<Closure>> aside) throws InterruptedException {
        HostName host = spec.name();
        EarlyControl early = EarlyControl.none();
        try {
            HostState state;
            try (var _ = equipment
                    .limits()
                    .connections()
                    .take(reason -> log().publish(host, Phase.OBSERVE, new Body.Waiting(reason)))) {
                log().publish(host, Phase.OBSERVE, new Body.PhaseStarted());
                Machine machine = link.machine();
                if (readsAside && isSent(spec)) {
                    early = EarlyControl.on(link, () -> aside.join().getFirst());
                }
                state = rooms().observe(machine);
            }
            return observed(spec, link, early, state, aside);
        } finally {
            early.close();
        }
    }

    private Finding observed(
            HostSpec spec, Link link, EarlyControl early, HostState state, TaskScope<Optional<Closure>> aside)
            throws InterruptedException {
        HostName host = spec.name();
        log().publish(host, Phase.OBSERVE, new Body.Observed(state));
        boolean asIs = equipment.settings().text(Setting.SPECIALISATION).isEmpty();
        if (asIs && Readiness.isUnchanged(goal, spec.toplevel(), state)) {
            return new Finding(plan(spec, Optional.of(state), new HostPlan.Step.Unchanged()), Optional.empty());
        }
        List<Failure> problems = new ArrayList<>(readiness(spec).problems(spec, state, OptionalLong.empty()));
        if (isSent(spec)) {
            HostCaches.missing(equipment.settings(), spec).ifPresent(problems::add);
        }
        if (goal.changesHosts()) {
            ChangeWindows.of(equipment).refusal(host, spec.facts()).ifPresent(problems::add);
        }
        return problems.isEmpty()
                ? changing(spec, link, early, state, aside)
                : refused(spec, Optional.of(state), problems);
    }

    /** Of the host's system, if it is here and will be sent. */
    private Optional<Closure> closureHere(HostSpec spec) throws InterruptedException {
        return isSent(spec) ? rooms().closureHere(spec.toplevel()) : Optional.empty();
    }

    private Finding changing(
            HostSpec spec, Link link, EarlyControl early, HostState state, TaskScope<Optional<Closure>> aside)
            throws InterruptedException {
        Optional<Closure> built = readsAside ? aside.join().getFirst() : closureHere(spec);
        if (built.isEmpty()) {
            return new Finding(
                    plan(
                            spec,
                            Optional.of(state),
                            change(spec, link, Optional.empty(), Optional.empty(), List.of(), List.of(), state)),
                    Optional.of(new Contact(spec, link, Optional.of(state), Optional.empty())));
        }
        Shipment shipment = rooms().ship(
                        built.get(),
                        link,
                        early,
                        rights(state),
                        OwnCaches.of(equipment.settings(), spec),
                        event -> log().publish(spec.name(), Phase.TRANSFER, new Body.Transfer(event)));
        boolean kept = false;
        try {
            CopyPlan copy = shipment.plan();
            List<Failure> problems = readiness(spec).problems(spec, state, OptionalLong.of(copy.narBytes()));
            if (!problems.isEmpty()) {
                return refused(spec, Optional.of(state), problems);
            }
            Optional<PackageDiff> packages = packages(link, state, built.get());
            BootFiles fresh = Systems.bootFilesHere(spec.toplevel());
            var step = change(
                    spec, link, packages, Optional.of(copy), reboot(state, fresh), liveRefusals(state, fresh), state);
            kept = true;
            return new Finding(
                    plan(spec, Optional.of(state), step),
                    Optional.of(new Contact(spec, link, Optional.of(state), Optional.of(shipment))));
        } finally {
            if (!kept) {
                shipment.close();
            }
        }
    }

    private Readiness readiness(HostSpec spec) {
        return cache(spec).isPresent() ? readiness.ofFetching() : readiness;
    }

    /** From which it fetches; what it builds itself it has. */
    private Optional<CacheUrl> cache(HostSpec spec) {
        return isSent(spec) ? HostCaches.of(equipment.settings(), spec) : Optional.empty();
    }

    /** Root writes the store directly; without root the daemon must trust the login user, which was seen to before. */
    static Privilege rights(HostState state) {
        return state.root() ? Privilege.ROOT : Privilege.LOGIN_USER;
    }

    private Optional<PackageDiff> packages(Link link, HostState state, Closure wanted) throws InterruptedException {
        if (!comparesPackages || state.running().isEmpty()) {
            return Optional.empty();
        }
        StorePath running = state.running().get();
        Optional<List<StoredPath>> here = rooms().closureHere(running).map(Systems::pathsOf);
        Optional<List<StoredPath>> before = here.isPresent() ? here : Systems.pathsOn(link.machine(), running);
        return before.map(paths -> PackageDiff.between(paths, Systems.pathsOf(wanted)));
    }

    /** What switch-to-configuration will say no to, where the goal runs it live. */
    private List<String> liveRefusals(HostState state, BootFiles fresh) {
        if (goal != Goal.SWITCH && goal != Goal.TEST) {
            return List.of();
        }
        return state.runningBootFiles()
                .map(running -> LiveSwitch.refusals(running, fresh))
                .orElse(List.of());
    }

    private static List<String> reboot(HostState state, BootFiles fresh) {
        return state.bootedBootFiles()
                .map(booted -> RebootNeed.of(booted, fresh))
                .orElse(List.of());
    }

    private HostPlan.Step.Change change(
            HostSpec spec,
            Link link,
            Optional<PackageDiff> packages,
            Optional<CopyPlan> copy,
            List<String> reboot,
            List<String> live,
            HostState state) {
        RebootPolicy policy = RebootPolicy.of(equipment.settings());
        List<String> warnings = new ArrayList<>(Readiness.warnings(goal, state));
        equipment.routes().detour(spec.name(), spec.facts(), link.name()).ifPresent(warnings::add);
        if (goal.changesHosts()) {
            ChangeWindows.of(equipment).warning(spec.name(), spec.facts()).ifPresent(warnings::add);
        }
        if (!live.isEmpty()) {
            warnings.add("cannot be switched to live (" + String.join(", ", live) + ")"
                    + (policy == RebootPolicy.NEVER ? ": deploy 'boot', then 'convoy reboot'; or give --reboot" : ""));
        }
        HostPlan.Restart restart = restart(policy, reboot, live, copy.isPresent());
        if (restart == HostPlan.Restart.YES) {
            warnings.add("the host is restarted");
        }
        if (copy.isPresent() && (goal == Goal.BOOT || (restart == HostPlan.Restart.YES && !live.isEmpty()))) {
            warnings.add(
                    Systems.saidOfItsBoot(spec.toplevel(), equipment.settings().span(Setting.BOOT_CONFIRM_TIMEOUT)));
        }
        return new HostPlan.Step.Change(
                buildsThere(spec), packages, copy, cache(spec).map(CacheUrl::toString), reboot, restart, warnings);
    }

    /** @param built whether the new system can be compared */
    private HostPlan.Restart restart(RebootPolicy policy, List<String> reboot, List<String> live, boolean built) {
        if (policy == RebootPolicy.NEVER || !(goal == Goal.BOOT || goal == Goal.SWITCH)) {
            return HostPlan.Restart.NO;
        }
        boolean needed = !reboot.isEmpty() || !live.isEmpty();
        if (policy == RebootPolicy.ALWAYS || goal == Goal.BOOT || needed) {
            return HostPlan.Restart.YES;
        }
        return built ? HostPlan.Restart.NO : HostPlan.Restart.IF_NEEDED;
    }

    /** Whether its system comes from elsewhere: from here, or from a cache. */
    private boolean isSent(HostSpec spec) {
        return goal.copies() && !buildsThere(spec);
    }

    private boolean buildsThere(HostSpec spec) {
        return equipment
                .settings()
                .choice(Setting.BUILD_ON_TARGET)
                .or(() -> Optional.ofNullable(equipment.settings().hosts().get(spec.name()))
                        .flatMap(HostEntry::buildOnTarget))
                .or(() -> spec.facts().buildOnTarget())
                .orElse(false);
    }

    private Rooms rooms() {
        return equipment.rooms();
    }

    private EventLog log() {
        return equipment.log();
    }

    private static Finding refused(HostSpec spec, Optional<HostState> state, List<Failure> problems) {
        return new Finding(plan(spec, state, new HostPlan.Step.Refused(problems)), Optional.empty());
    }

    private static HostPlan plan(HostSpec spec, Optional<HostState> state, HostPlan.Step step) {
        return new HostPlan(spec.name(), Optional.of(spec.toplevel()), state, step);
    }
}
