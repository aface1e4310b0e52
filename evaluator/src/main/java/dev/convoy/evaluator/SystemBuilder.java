package dev.convoy.evaluator;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Builds hosts' systems with the Nix of one machine: this one, or, for hosts that build on the target, the host itself. The
 * derivations must be in that machine's store.
 */
public final class SystemBuilder {
    private final Machine machine;
    private final BuildSettings settings;
    private final Consumer<BuildEvent> events;
    private final InstantSource clock;
    private final NixCli nix;

    /** @param events gets one event at a time, from whichever thread has it */
    public SystemBuilder(Machine machine, BuildSettings settings, Consumer<BuildEvent> events) {
        this(machine, settings, events, InstantSource.system());
    }

    SystemBuilder(Machine machine, BuildSettings settings, Consumer<BuildEvent> events, InstantSource clock) {
        this.machine = machine;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.nix = new NixCli(machine, settings.nixOptions());
    }

    /**
     * Builds on this machine.
     *
     * @param gcRootDirectory gets one link per host, named after it, and hidden ones that keep the systems from being
     *     collected for as long as the directory is there
     * @throws EvaluationException if there is no usable Nix
     */
    public BuildReport build(Collection<HostSpec> hosts, Path gcRootDirectory) throws InterruptedException {
        try {
            Files.createDirectories(gcRootDirectory);
        } catch (IOException e) {
            throw new EvaluationException(Fault.BUILD_FAILED.failure(
                    "making the directory " + gcRootDirectory, String.valueOf(e.getMessage())));
        }
        return build(hosts, Optional.of(gcRootDirectory.toAbsolutePath()));
    }

    /** Builds on a machine whose file system is not ours; nothing protects the results after the build. */
    public BuildReport buildWithoutRoots(Collection<HostSpec> hosts) throws InterruptedException {
        return build(hosts, Optional.empty());
    }

    /** What {@link #build} would do now. Changes nothing. */
    public MissingBuilds missing(Collection<HostSpec> hosts) throws InterruptedException {
        if (hosts.isEmpty()) {
            return new MissingBuilds(List.of(), List.of(), 0, 0);
        }
        Finished answer = nix.realiseDryRun(derivations(hosts), settings.flags());
        if (!answer.isSuccess()) {
            throw new EvaluationException(Fault.BUILD_FAILED.failure(
                    "asking Nix what is to be built",
                    NixMessage.stripAnsi(answer.stderr()).strip()));
        }
        return DryRunOutput.parse(answer.stderr());
    }

    private BuildReport build(Collection<HostSpec> hosts, Optional<Path> roots) throws InterruptedException {
        List<HostSpec> sorted =
                hosts.stream().sorted(Comparator.comparing(HostSpec::name)).toList();
        var systems = new BuiltSystems(nix, roots, sorted, this::emit);
        systems.look();
        List<HostSpec> toBuild = systems.pendingHosts();
        if (toBuild.isEmpty()) {
            return new BuildReport(systems.built(), List.of());
        }
        var log = new BuildLog(clock, this::emit, systems::somethingCompleted);
        ExitStatus exit = realise(toBuild, log, systems);
        systems.look();
        String where = roots.isPresent() ? "" : " (on " + machine.name() + ")";
        List<HostFailure> failures = failures(systems.pendingHosts(), log.failures(), exit, where);
        failures.forEach(failure -> emit(new BuildEvent.HostFailed(failure.host(), failure.failure())));
        return new BuildReport(systems.built(), failures);
    }

    private ExitStatus realise(List<HostSpec> hosts, BuildLog log, BuiltSystems systems) throws InterruptedException {
        Command command = nix.realise(derivations(hosts), settings.flags());
        Thread watch = Thread.ofVirtual().name("built systems").unstarted(systems::watch);
        try (Running running = nix.start(command, "building")) {
            watch.start();
            Thread events = Thread.ofVirtual().name("build log").start(() -> log.read(running.stderr()));
            Thread results = Thread.ofVirtual().name("build results").start(() -> drain(running.stdout()));
            ExitStatus exit = running.waitFor();
            events.join();
            results.join();
            log.ended(exit.isSuccess());
            systems.allCompleted();
            watch.join();
            return exit;
        } finally {
            watch.interrupt();
            watch.join();
        }
    }

    private List<HostFailure> failures(List<HostSpec> unbuilt, BuildFailures causes, ExitStatus exit, String where)
            throws InterruptedException {
        if (unbuilt.isEmpty()) {
            return List.of();
        }
        Map<StorePath, EvalFailure> blamed = new HashMap<>();
        for (StorePath failed : causes.failed()) {
            EvalFailure failure = causes.failure(failed, where);
            Set<String> needing = needing(failed);
            unbuilt.stream()
                    .map(HostSpec::derivation)
                    .filter(derivation -> derivation.equals(failed) || needing.contains(derivation.toString()))
                    .forEach(derivation -> blamed.putIfAbsent(derivation, failure));
        }
        List<HostFailure> failures = new ArrayList<>();
        for (HostSpec host : unbuilt) {
            EvalFailure known = blamed.get(host.derivation());
            failures.add(new HostFailure(
                    host.name(), known == null ? unexplained(host, causes, exit, !blamed.isEmpty()) : known));
        }
        return failures;
    }

    private EvalFailure unexplained(HostSpec host, BuildFailures causes, ExitStatus exit, boolean othersExplained) {
        String tried = "building " + host.derivation().name();
        if (othersExplained && !settings.keepGoing()) {
            return Fault.BUILD_STOPPED.failure(tried, "not built any more, because another host's build failed");
        }
        String errors = causes.errors();
        return errors.isBlank()
                ? Fault.BUILD_FAILED.failure(tried, "Nix gave no reason (" + exit.describe() + ")")
                : BuildFailures.fault(errors, "").failure(tried, errors);
    }

    private Set<String> needing(StorePath derivation) throws InterruptedException {
        Finished answer = nix.referrersClosure(derivation);
        return answer.isSuccess() ? answer.stdout().lines().collect(Collectors.toSet()) : Set.of();
    }

    private static List<StorePath> derivations(Collection<HostSpec> hosts) {
        return hosts.stream().map(HostSpec::derivation).distinct().sorted().toList();
    }

    /** The results' paths are known; unread they would fill the pipe. */
    private static void drain(InputStream stdout) {
        try {
            stdout.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    private synchronized void emit(BuildEvent event) {
        events.accept(event);
    }
}
