package dev.convoy.cli.plan;

import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.Measure;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether a host can be deployed to, as far as its state tells beforehand. All problems are found, not only the first.
 *
 * @param signer the key that signs what is sent
 * @param sends whether anything is, from here
 */
public record Readiness(Goal goal, Optional<PublicKey> signer, boolean sends) {
    public Readiness(Goal goal, Optional<PublicKey> signer) {
        this(goal, signer, true);
    }

    /** The same for a host that fetches: what it trusts there, it says itself. */
    public Readiness ofFetching() {
        return new Readiness(goal, signer, false);
    }

    /** Platforms that a kernel runs besides its own. */
    private static final Map<String, Set<String>> ALSO_RUNS =
            Map.of("x86_64-linux", Set.of("i686-linux"), "aarch64-linux", Set.of("armv7l-linux", "armv6l-linux"));
    /** For Nix's database and the profile links, whatever is copied. */
    private static final long LEAST_ROOM = 1L << 20;
    /** A kernel and an initrd want about this much. */
    private static final long BOOT_ROOM = 64L << 20;

    /** Whether the host has already what the goal asks for. */
    public static boolean isUnchanged(Goal goal, StorePath wanted, HostState state) {
        boolean runs = state.running().equals(Optional.of(wanted));
        boolean boots = state.profile().equals(Optional.of(wanted));
        // A run that was cut off may have left units or the boot loader behind what the links say.
        boolean whole = state.interrupted().isEmpty();
        return switch (goal) {
            case BUILD -> false;
            case PUSH, DRY_ACTIVATE -> runs;
            case TEST -> runs && whole;
            case SWITCH, REBOOT -> runs && boots && whole;
            case BOOT -> boots && whole;
        };
    }

    /**
     * Why nothing should be tried.
     *
     * @param bytesToCopy empty where it is not known yet
     */
    public List<Failure> problems(HostSpec host, HostState state, OptionalLong bytesToCopy) {
        List<Failure> problems = new ArrayList<>();
        if (!runs(state.platform(), host.system())) {
            problems.add(problem(
                    "plan.wrong-platform",
                    "the system is built for " + host.system() + ", but the host is " + state.platform(),
                    "Check nixpkgs.hostPlatform of " + host.name() + ", or the address that leads here."));
        }
        if (goal.activation().isPresent() && !state.root()) {
            problems.add(noRoot(state));
        }
        if (goal.copies() && sends) {
            DistrustedUser.problem(state, signer).ifPresent(problems::add);
        }
        if (goal.copies() && !state.storeWritable()) {
            problems.add(problem(
                    "plan.store-not-writable",
                    "the host's /nix cannot be written",
                    "See whether its file system is mounted read-only or full of errors: dmesg, mount."));
        }
        state.runInProgress()
                .filter(_ -> goal.activation().isPresent())
                .map(Readiness::runInProgress)
                .ifPresent(problems::add);
        if (goal.copies()) {
            tooSmall(state, bytesToCopy.orElse(0)).ifPresent(problems::add);
        }
        return problems;
    }

    public static Failure noRoot(HostState state) {
        return problem(
                "plan.no-root",
                "no command can run as root: " + state.rootProblem().orElse("no reason given"),
                "Log in as root, allow sudo without a password, or use --ask-sudo-password on a terminal.");
    }

    public static Failure runInProgress(HostLock lock) {
        return problem(
                "plan.run-in-progress",
                "another run changes it: " + lock.runId() + ", started by " + lock.operator() + " at " + lock.since()
                        + lock.until()
                                .map(until -> "; unanswered, it goes on by itself at " + until)
                                .orElse(""),
                "Wait until it is over; 'convoy status' shows when. 'convoy unlock' ends it.");
    }

    /** What an operator should know before agreeing. */
    public static List<String> warnings(Goal goal, HostState state) {
        List<String> warnings = new ArrayList<>(state.warnings());
        state.interrupted()
                .ifPresent(run -> warnings.add("run " + run + " never came to its end here; what runs now is shown"));
        boolean writesBoot = goal == Goal.SWITCH || goal == Goal.BOOT;
        if (writesBoot && state.bootFree().isPresent() && state.bootFree().getAsLong() < BOOT_ROOM) {
            warnings.add("/boot has only " + Measure.bytes(state.bootFree().getAsLong()) + " left");
        }
        if (!state.failedUnits().isEmpty()) {
            warnings.add("failed before this run: " + String.join(", ", state.failedUnits()));
        }
        return warnings;
    }

    /** Whether there is room for what is to be copied; asked again when the system is built and its size known. */
    public static Optional<Failure> tooSmall(HostState state, long bytesToCopy) {
        // Files take whole blocks, which adds about an eighth to the small files that most of a system is made of.
        long needed = bytesToCopy + bytesToCopy / 8 + LEAST_ROOM;
        long free = state.storeFree().orElse(Long.MAX_VALUE);
        return needed <= free
                ? Optional.empty()
                : Optional.of(problem(
                        "plan.disk-too-small",
                        "its /nix has " + Measure.bytes(free) + " free, and this needs " + Measure.bytes(needed),
                        "Free space there: nix-collect-garbage --delete-older-than 30d."));
    }

    private static boolean runs(String platform, String system) {
        return platform.equals(system)
                || ALSO_RUNS.getOrDefault(platform, Set.of()).contains(system);
    }

    private static Failure problem(String code, String message, String hint) {
        return new Failure(code, Phase.PLAN, message, List.of(), List.of(hint));
    }
}
