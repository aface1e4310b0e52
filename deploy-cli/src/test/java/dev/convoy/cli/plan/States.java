package dev.convoy.cli.plan;

import dev.convoy.activation.BootFiles;
import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.activation.LedgerEntry;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostKind;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** Hosts and states of hosts for tests: healthy ones, and ones with a single thing changed. */
public final class States {
    private States() {}

    /** A toplevel whose hash part is that one character. */
    public static StorePath system(char hash, String host, String version) {
        return new StorePath(String.valueOf(hash).repeat(32), "nixos-system-" + host + "-" + version);
    }

    public static HostSpec host(String name, StorePath toplevel) {
        var facts = new DeploymentFacts(
                List.of(),
                false,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new HostSpec(
                new HostName(name),
                HostKind.NIXOS,
                facts,
                "x86_64-linux",
                new StorePath("d".repeat(32), name + ".drv"),
                toplevel);
    }

    /** A root login on a host that runs, boots and has booted this system. */
    public static HostState running(StorePath system) {
        return of(
                "x86_64-linux",
                Optional.empty(),
                system,
                OptionalLong.of(10L << 30),
                true,
                Optional.of(true),
                new TreeSet<>(),
                Optional.empty());
    }

    /** Nor does its Nix trust the login user. */
    public static HostState withoutRoot(StorePath system, String problem, String... trustedKeys) {
        return of(
                "x86_64-linux",
                Optional.of(problem),
                system,
                OptionalLong.empty(),
                true,
                Optional.of(false),
                new TreeSet<>(List.of(trustedKeys)),
                Optional.empty());
    }

    public static HostState withRoom(StorePath system, long free) {
        return of(
                "x86_64-linux",
                Optional.empty(),
                system,
                OptionalLong.of(free),
                true,
                Optional.of(true),
                new TreeSet<>(),
                Optional.empty());
    }

    public static HostState troubled(StorePath system, long free, HostLock lock) {
        return of(
                "aarch64-linux",
                Optional.empty(),
                system,
                OptionalLong.of(free),
                false,
                Optional.of(true),
                new TreeSet<>(),
                Optional.of(lock));
    }

    public static HostState withoutSystemd(StorePath system) {
        HostState well = running(system);
        return changed(well, well.profile(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static HostState withoutProfile(StorePath system) {
        HostState well = running(system);
        return changed(well, Optional.empty(), well.systemdVersion(), Optional.empty(), Optional.empty());
    }

    public static HostState held(StorePath system, HostLock lock) {
        HostState well = running(system);
        return changed(well, well.profile(), well.systemdVersion(), Optional.of(lock), Optional.empty());
    }

    /** The record of the run that it went back from is its last one. */
    public static HostState wentBack(StorePath system, StorePath from) {
        HostState well = running(system);
        var last = new LedgerEntry(
                "r-7",
                Instant.EPOCH,
                "eve@laptop",
                "boot",
                from,
                Optional.of(system),
                Optional.empty(),
                false,
                Optional.empty(),
                "reverted");
        return changed(well, well.profile(), well.systemdVersion(), Optional.empty(), Optional.of(last));
    }

    private static HostState changed(
            HostState state,
            Optional<StorePath> profile,
            Optional<String> systemd,
            Optional<HostLock> lock,
            Optional<LedgerEntry> lastDeployment) {
        return new HostState(
                state.address(),
                state.hostname(),
                state.platform(),
                state.bootId(),
                state.uptime(),
                state.now(),
                state.loginUid(),
                state.root(),
                state.rootProblem(),
                state.running(),
                state.booted(),
                profile,
                state.generation(),
                state.runningBootFiles(),
                state.bootedBootFiles(),
                state.storeFree(),
                state.bootFree(),
                state.storeWritable(),
                state.nixVersion(),
                state.trusted(),
                state.trustedKeys(),
                state.cores(),
                state.zstd(),
                systemd,
                systemd.map(_ -> "running"),
                state.failedUnits(),
                lock,
                state.interrupted(),
                lastDeployment,
                state.warnings());
    }

    private static HostState of(
            String platform,
            Optional<String> rootProblem,
            StorePath system,
            OptionalLong free,
            boolean writable,
            Optional<Boolean> trusted,
            SortedSet<String> trustedKeys,
            Optional<HostLock> lock) {
        var boot = new BootFiles(
                Optional.of("/nix/store/k1/bzImage"),
                Optional.of("/nix/store/i1/initrd"),
                Optional.empty(),
                Optional.of("quiet"));
        return new HostState(
                "192.0.2.7",
                "host",
                platform,
                "boot-1",
                Duration.ofHours(1),
                Instant.EPOCH,
                rootProblem.isPresent() ? 1000 : 0,
                rootProblem.isEmpty(),
                rootProblem,
                Optional.of(system),
                Optional.of(system),
                Optional.of(system),
                OptionalInt.of(7),
                Optional.of(boot),
                Optional.of(boot),
                free,
                OptionalLong.of(500L << 20),
                writable,
                Optional.of("2.34.0"),
                trusted,
                trustedKeys,
                4,
                true,
                Optional.of("257"),
                Optional.of("running"),
                new TreeSet<>(),
                lock,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
