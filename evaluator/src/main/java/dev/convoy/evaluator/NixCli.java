package dev.convoy.evaluator;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The one place that knows Nix's command lines, for every version from 2.8 on. */
final class NixCli {
    /** Evaluations and builds take as long as they take; whoever loses patience interrupts them. */
    static final Duration UNLIMITED = Duration.ofDays(30);

    /** Long enough to fetch a big flake over a slow line. */
    private static final Duration FETCH_DEADLINE = Duration.ofMinutes(30);

    private static final List<String> NIX = List.of("nix", "--extra-experimental-features", "nix-command flakes");

    private final Machine machine;
    private final List<String> options = new ArrayList<>();
    private final ReentrantLock probe = new ReentrantLock();
    private Optional<NixVersion> version = Optional.empty();

    /** @param nixOptions become {@code --option NAME VALUE} of every command that evaluates or builds */
    NixCli(Machine machine, Map<String, String> nixOptions) {
        this.machine = machine;
        nixOptions.forEach((name, value) -> options.addAll(List.of("--option", name, value)));
    }

    /** Asks once. */
    NixVersion version() throws InterruptedException {
        probe.lockInterruptibly();
        try {
            if (version.isEmpty()) {
                version = Optional.of(askForVersion());
            }
            return version.get();
        } finally {
            probe.unlock();
        }
    }

    /** Whoever wants to know it next waits for this answer, or asks again where there was none. */
    void askForVersionAside() {
        Thread.ofVirtual().name("version of Nix").start(() -> {
            try {
                version();
            } catch (InterruptedException | EvaluationException e) {
                return;
            }
        });
    }

    private NixVersion askForVersion() throws InterruptedException {
        String tried = "asking Nix for its version";
        Finished answer = run(Command.of("nix", "--version"), tried);
        if (answer.exit() instanceof ExitStatus.Exited(int code) && code == 127) {
            throw new EvaluationException(
                    Fault.NIX_MISSING.failure(tried, answer.stderr().strip()));
        }
        if (!answer.isSuccess()) {
            String said = answer.stderr().strip();
            throw new EvaluationException(Fault.NIX_UNUSABLE.failure(
                    tried, said.isEmpty() ? answer.exit().describe() : said));
        }
        NixVersion found = NixVersion.parse(answer.stdout());
        if (!found.isAtLeast(2, 4)) {
            throw new EvaluationException(Fault.NIX_UNUSABLE.failure(tried, found.text() + " knows no flakes"));
        }
        return found;
    }

    /** {@code --no-write-lock-file}: planning a deployment must not change the working tree. */
    Finished flakeMetadata(String reference, Optional<Path> workingDirectory) throws InterruptedException {
        List<String> line = nix("flake", "metadata", "--json", "--no-write-lock-file");
        line.addAll(options);
        line.add(reference);
        return run(Command.of(in(workingDirectory, line)).within(FETCH_DEADLINE), "reading the flake " + reference);
    }

    /**
     * Applies a Nix function to one top-level output of a flake.
     *
     * <p>Without the eval cache: it is keyed by the locked flake like ours, but several processes would fight for its
     * database, and it remembers failures. With the whole trace: the positions in the flake's own files are picked
     * out of it.
     */
    Command evalApply(String url, String output, String function, boolean impure) throws InterruptedException {
        List<String> line = nix("eval", "--json", "--show-trace", "--no-write-lock-file");
        line.addAll(List.of("--option", "eval-cache", "false"));
        line.addAll(options);
        if (impure) {
            line.add("--impure");
        }
        // A leading dot says: exactly this output, not packages.<system>.<output> first. Older versions do not know it.
        String fragment = version().isAtLeast(2, 24) ? "." + output : output;
        line.addAll(List.of(url + "#" + fragment, "--apply", function));
        return Command.of(line).within(UNLIMITED);
    }

    /** {@code nix build X.drv} builds nothing from 2.26 on, and other spellings are unknown to 2.8; this one always works. */
    Command realise(Collection<StorePath> derivations, List<String> flags) {
        List<String> line = new ArrayList<>(List.of("nix-store", "--realise", "--log-format", "internal-json", "-v"));
        line.addAll(options);
        line.addAll(flags);
        derivations.forEach(one -> line.add(one.toString()));
        return Command.of(line).within(UNLIMITED);
    }

    Finished realiseDryRun(Collection<StorePath> derivations, List<String> flags) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of("nix-store", "--realise", "--dry-run"));
        line.addAll(options);
        line.addAll(flags);
        derivations.forEach(one -> line.add(one.toString()));
        return run(Command.of(line).within(FETCH_DEADLINE), "asking Nix what is to be built");
    }

    /** Protects valid paths from collection by the links {@code root}, {@code root-2} and so on; fails if one is not there. */
    Finished addRoots(Collection<StorePath> paths, Path root) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of("nix-store", "--realise", "--add-root", root.toString()));
        line.addAll(List.of("--option", "substitute", "false"));
        paths.forEach(one -> line.add(one.toString()));
        return run(Command.of(line), "protecting systems from garbage collection");
    }

    /** Prints those that are not valid. */
    Finished printInvalid(Collection<StorePath> paths) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of("nix-store", "--check-validity", "--print-invalid"));
        paths.forEach(one -> line.add(one.toString()));
        return run(Command.of(line), "asking Nix what is built already");
    }

    /** Prints the path itself and all that needs it, as far as it is in the store. */
    Finished referrersClosure(StorePath path) throws InterruptedException {
        return run(
                Command.of("nix-store", "--query", "--referrers-closure", path.toString()),
                "finding the hosts that need " + path);
    }

    /** No check of signatures: what is built here has none, and a store that wants them refuses by itself. */
    Finished copyTo(CacheUrl cache, StorePath path) throws InterruptedException {
        List<String> line = nix("copy", "--no-check-sigs");
        line.addAll(options);
        line.addAll(List.of("--to", cache.text(), path.toString()));
        return run(Command.of(line).within(UNLIMITED), "copying to " + cache);
    }

    /** Shows the whole log of a build on every version, on one's own machine or another. */
    static String logCommand(StorePath derivation) {
        return "nix-store --read-log " + derivation;
    }

    Running start(Command command, String tried) {
        try {
            return machine.start(command);
        } catch (MachineException e) {
            throw cannotRun(command, tried, e);
        }
    }

    private Finished run(Command command, String tried) throws InterruptedException {
        try {
            return machine.run(command);
        } catch (MachineException e) {
            throw cannotRun(command, tried, e);
        }
    }

    private static EvaluationException cannotRun(Command command, String tried, MachineException e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        boolean missing = reason.contains("error=2,") || reason.contains("No such file");
        Fault fault =
                missing && command.arguments().getFirst().startsWith("nix") ? Fault.NIX_MISSING : Fault.NIX_UNUSABLE;
        return new EvaluationException(fault.failure(tried, reason));
    }

    private static List<String> nix(String... words) {
        List<String> line = new ArrayList<>(NIX);
        line.addAll(List.of(words));
        return line;
    }

    private static List<String> in(Optional<Path> workingDirectory, List<String> line) {
        if (workingDirectory.isEmpty()) {
            return line;
        }
        List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "nix"));
        wrapped.add(workingDirectory.get().toString());
        wrapped.addAll(line);
        return wrapped;
    }
}
