package dev.convoy.testbed.bench;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.bench.BenchCase.Kind;
import dev.convoy.testbed.bench.Contender.Ground;
import dev.convoy.testbed.bench.Metered.Usage;
import dev.convoy.testbed.bench.Sample.Again;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Copies the same closures with convoy and with others, in turns, and prints what each took. Started by bench/transfer.sh. */
public final class TransferBench {
    private final Path repository;
    private final Path work;
    private final Suite target;
    private final int runs;
    private final List<Contender> contenders;

    private TransferBench(Path repository, Path work, Suite target, int runs, List<Contender> contenders) {
        this.repository = repository;
        this.work = work;
        this.target = target;
        this.runs = runs;
        this.contenders = contenders;
    }

    /** @param arguments repository, work folder, Nix of the hosts, runs, contenders, then the cases */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var bench = new TransferBench(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Suite.valueOf("NIX_" + arguments[2].replace('.', '_')),
                Integer.parseInt(arguments[3]),
                Stream.of(arguments[4].split(",")).map(Contender::of).toList());
        List<BenchCase> cases = BenchCase.chosen(List.of(arguments).subList(5, arguments.length));
        if (cases.isEmpty()) {
            System.err.println("bench: no such case; there are "
                    + String.join(" ", BenchCase.names().toList()));
            System.exit(2);
        }
        for (BenchCase one : cases) {
            System.out.println(bench.run(one));
        }
    }

    private String run(BenchCase the) throws IOException, InterruptedException {
        Path scratch = Files.createDirectories(work.resolve("scratch-" + the.name()));
        try (Targets targets = Targets.boot(the, target, scratch)) {
            BenchFleet fleet = BenchFleet.build(the, repository, work, targets.sshConfig());
            var ground = new Ground(repository, work.resolve("controller"), scratch, fleet, targets.sshConfig(), the);
            if (the.kind() == Kind.UPDATE) {
                install(ground, targets);
            }
            var results = new Results(the, fleet.narBytes());
            for (int i = 0; i < runs; i++) {
                for (Contender contender : contenders) {
                    Sample sample = the.kind() == Kind.RESUME && contender != Contender.CAT
                            ? resume(contender, ground, targets)
                            : copy(contender, ground, targets);
                    results.add(contender, sample);
                    System.err.printf(
                            Locale.ROOT,
                            "bench: %s run %d %s %.2f s%n",
                            the.name(),
                            i + 1,
                            contender.label(),
                            sample.wall().toNanos() / 1e9);
                }
            }
            return results.table();
        } finally {
            new ProcessBuilder("rm", "-rf", scratch.toString()).start().waitFor();
        }
    }

    private Sample copy(Contender contender, Ground ground, Targets targets) throws IOException, InterruptedException {
        targets.clean();
        long before = targets.received();
        long since = System.nanoTime();
        List<Metered> started = contender.start(ground);
        List<Usage> usages = new ArrayList<>();
        for (Metered one : started) {
            usages.add(one.end());
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - since);
        long bytes = targets.received() - before;
        if (contender != Contender.CAT) {
            targets.assertHave(ground.fleet().systems());
        }
        return sample(wall, contender.copy(started).orElse(wall), bytes, usages, Again.NONE);
    }

    /** How many bytes a whole copy takes is measured first, as half of them is when the first one is killed. */
    private Sample resume(Contender contender, Ground ground, Targets targets)
            throws IOException, InterruptedException {
        long whole = copy(contender, ground, targets).wireBytes();
        targets.clean();
        long before = targets.received();
        long carried = targets.carried();
        List<Metered> started = contender.start(ground);
        while (started.getFirst().isAlive() && targets.carried() - carried < whole / 2) {
            LockSupport.parkNanos(1_000_000);
        }
        started.getFirst().kill();
        targets.settle();
        long missing = targets.missing(ground.fleet().paths());
        long first = targets.received() - before;
        long since = System.nanoTime();
        List<Metered> again = contender.start(ground);
        Usage usage = again.getFirst().end();
        Duration wall = Duration.ofNanos(System.nanoTime() - since);
        long second = targets.received() - before - first;
        targets.assertHave(ground.fleet().systems());
        Duration copy = contender.copy(again).orElse(wall);
        long asked = targets.received();
        contender.start(ground).getFirst().end();
        asked = targets.received() - asked;
        var cost = new Again(
                first + second - whole,
                asked,
                first,
                ground.fleet().paths().size() - missing,
                contender.sentPaths(again.getFirst()) - missing);
        return sample(wall, copy, second, List.of(usage), cost);
    }

    private static Sample sample(Duration wall, Duration copy, long bytes, List<Usage> usages, Again again) {
        return new Sample(
                wall,
                copy,
                bytes,
                usages.stream().mapToDouble(Usage::cpuSeconds).sum(),
                usages.stream().mapToLong(Usage::peakKib).sum(),
                again);
    }

    /** Brings the system before the update to the hosts. */
    private static void install(Ground ground, Targets targets) throws IOException, InterruptedException {
        for (int i = 0; i < ground.the().hosts(); i++) {
            String system = ground.fleet().before().get(i);
            Metered.start(
                            ground.scratch(),
                            ground.scratch(),
                            java.util.Map.of("NIX_SSHOPTS", "-F " + ground.sshConfig()),
                            List.of("nix", "copy", "--no-check-sigs", "--to", "ssh://h" + (i + 1), system))
                    .end();
        }
        targets.runs(ground.fleet().before());
    }
}
