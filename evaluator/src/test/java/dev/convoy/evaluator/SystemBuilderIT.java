package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.machine.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real builds with real Nix. */
class SystemBuilderIT {
    @TempDir
    private Path temp;

    private final RealNix nix = new RealNix();
    private final List<BuildEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void needsNix() throws InterruptedException {
        RealNix.mustBeUsable();
    }

    /** JUnit warns about links that lead out of its directory. */
    @AfterEach
    void close() throws IOException {
        for (String directory : List.of("roots", "gc roots")) {
            try (Stream<Path> roots = Files.list(Files.createDirectories(temp.resolve(directory)))) {
                for (Path root : roots.toList()) {
                    Files.delete(root);
                }
            }
        }
        nix.close();
    }

    @Test
    void buildsAllHostsAndProtectsThem() throws Exception {
        Collection<HostSpec> hosts = hosts("nixosConfigurations = { a = host \"a-" + unique()
                + "\" {}; \"b c\" = host \"b-" + unique() + "\" {}; };");
        Path roots = temp.resolve("gc roots");

        assertThat(builder(true).missing(hosts).toBuild()).hasSize(2);
        BuildReport report = builder(true).build(hosts, roots);

        assertThat(report.failures()).isEmpty();
        assertThat(report.built()).hasSize(2);
        for (HostSpec host : hosts) {
            assertThat(report.built()).containsEntry(host.name(), host.toplevel());
            assertThat(Path.of(host.toplevel().toString())).exists();
            assertThat(Files.readSymbolicLink(roots.resolve(host.name().value())))
                    .isEqualTo(Path.of(host.toplevel().toString()));
            assertThat(events).contains(new BuildEvent.HostBuilt(host.name(), host.toplevel()));
            assertThat(events).contains(new BuildEvent.BuildStarted(host.derivation()));
        }
        assertThat(events)
                .filteredOn(BuildEvent.Progress.class::isInstance)
                .last()
                .isEqualTo(new BuildEvent.Progress(2, 2, 0, 0, 0, 0, 0));
        String delete = nix.run(Command.of(
                        "nix-store",
                        "--delete",
                        hosts.iterator().next().toplevel().toString()))
                .stderr();
        assertThat(delete).contains("still alive");
        assertThat(builder(true).missing(hosts).isNothing()).isTrue();
    }

    @Test
    void rootsOfSystemsThatNoHostLinksToAreDropped() throws Exception {
        Path roots = temp.resolve("roots");
        Collection<HostSpec> first = hosts(
                "nixosConfigurations = { a = host \"a1-ID\" {}; b = host \"b1-ID\" {}; };".replace("ID", unique()));
        builder(true).build(first, roots);
        Collection<HostSpec> second = hosts("nixosConfigurations.a = host \"a2-ID\" {};".replace("ID", unique()));
        builder(true).build(second, roots);

        try (Stream<Path> links = Files.list(roots)) {
            List<Path> targets = new ArrayList<>();
            for (Path link : links.filter(l -> l.getFileName().toString().startsWith("."))
                    .toList()) {
                targets.add(Files.readSymbolicLink(link));
            }
            assertThat(targets)
                    .extracting(target -> target.toString().replaceAll(".*-nixos-system-(..).*", "$1"))
                    .containsExactlyInAnyOrder("a2", "b1");
        }
        assertThat(roots.resolve("b")).isSymbolicLink();
    }

    @Test
    void onAnotherMachineNothingIsLinked() throws Exception {
        Collection<HostSpec> hosts =
                hosts("nixosConfigurations.a = { config.system.build.toplevel = sh \"bad-ID\" [ ] \"exit 1\"; };"
                        .replace("ID", unique()));

        BuildReport report = builder(true).buildWithoutRoots(hosts);

        assertThat(report.failures().getFirst().failure().hints().getFirst()).endsWith("(on this machine)");
        assertThat(nix.started()).noneMatch(line -> line.contains("--add-root"));
    }

    @Test
    void anInterruptedBuildLeavesNoBuilderBehind() throws Exception {
        String id = unique();
        Collection<HostSpec> hosts = hosts(
                "nixosConfigurations.a = { config.system.build.toplevel = sh \"slow-ID\" [ ] \"sleep 1234.ID\"; };"
                        .replace("1234.ID", "4321")
                        .replace("ID", id));
        var started = new CountDownLatch(1);
        var builder = new SystemBuilder(nix, BuildSettings.defaults(), event -> {
            if (event instanceof BuildEvent.BuildStarted) {
                started.countDown();
            }
        });
        var interrupted = new CompletableFuture<Boolean>();
        Thread build = Thread.ofVirtual().start(() -> {
            try {
                builder.build(hosts, temp.resolve("roots"));
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        build.interrupt();

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(builder(true).missing(hosts).toBuild()).hasSize(1);
    }

    @Test
    void whatIsBuiltAlreadyCostsNoBuild() throws Exception {
        Collection<HostSpec> hosts = hosts("nixosConfigurations.a = host \"again-" + unique() + "\" {};");
        builder(true).build(hosts, temp.resolve("roots"));
        nix.forget();

        BuildReport report = builder(true).build(hosts, temp.resolve("roots"));

        assertThat(report.built()).hasSize(1);
        assertThat(nix.started()).noneMatch(line -> line.contains("internal-json"));
    }

    @Test
    void aFailedBuildIsBlamedOnTheHostsThatNeedIt() throws Exception {
        String id = unique();
        Collection<HostSpec> hosts = hosts("""
                nixosConfigurations = let
                  dep = sh "dep-ID" [ ] "i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i+1)); done; exit 7";
                  middle = sh "middle-ID" [ dep ] "echo > $out";
                in {
                  good = host "good-ID" {};
                  one = hostWith "one-ID" [ dep ];
                  two = hostWith "two-ID" [ middle ];
                  own = { config.system.build.toplevel = sh "own-ID" [ ] "echo own trouble; exit 3"; };
                };
                """.replace("ID", id));

        BuildReport report = builder(true).build(hosts, temp.resolve("roots"));

        assertThat(report.built().keySet()).extracting(HostName::value).containsExactly("good");
        assertThat(report.failures()).extracting(f -> f.host().value()).containsExactly("one", "own", "two");
        EvalFailure one = report.failures().getFirst().failure();
        assertThat(one.code()).isEqualTo("build.failed");
        assertThat(one.tried()).isEqualTo("building dep-" + id + ".drv");
        assertThat(one.message())
                .contains("exit code 7")
                .contains("line 29")
                .contains("line 10")
                .doesNotContain("line 9\n");
        assertThat(one.hints().getFirst()).startsWith("see the whole log: nix-store --read-log /nix/store/");
        assertThat(report.failures().getLast().failure()).isEqualTo(one);
        assertThat(report.failures().get(1).failure().message())
                .contains("own trouble")
                .contains("exit code 3");
        assertThat(nix.run(Command.of(List.of(one.hints()
                                .getFirst()
                                .substring("see the whole log: ".length())
                                .split(" "))))
                        .stdout())
                .contains("line 0\n");
    }

    @Test
    void withoutKeepGoingTheRestIsNotBuilt() throws Exception {
        String id = unique();
        Collection<HostSpec> hosts = hosts("""
                nixosConfigurations = {
                  bad = { config.system.build.toplevel = sh "aaa-ID" [ ] "exit 1"; };
                  waits = hostWith "waits-ID" [ (sh "slow-ID" [ ] "sleep 20; echo > $out") ];
                };
                """.replace("ID", id));
        BuildSettings stop = new BuildSettings(false, OptionalInt.of(2), OptionalInt.of(1), Optional.of(""), Map.of());

        BuildReport report = new SystemBuilder(nix, stop, events::add).build(hosts, temp.resolve("roots"));

        assertThat(report.built()).isEmpty();
        assertThat(report.failures())
                .extracting(f -> f.failure().code())
                .containsExactly("build.failed", "build.stopped");
    }

    @Test
    void aSystemIsAnnouncedWhileOthersStillBuild() throws Exception {
        String id = unique();
        Collection<HostSpec> hosts = hosts("""
                nixosConfigurations = {
                  quick = host "quick-ID" {};
                  slow = { config.system.build.toplevel = sh "slow-ID" [ ] "sleep 2; echo > $out"; };
                };
                """.replace("ID", id));
        BuildSettings two = new BuildSettings(true, OptionalInt.of(2), OptionalInt.empty(), Optional.empty(), Map.of());
        new SystemBuilder(nix, two, events::add).build(hosts, temp.resolve("roots"));

        List<BuildEvent> seen = List.copyOf(events);
        int quick = indexOfBuilt(seen, "quick");
        assertThat(seen.subList(quick, seen.size()))
                .filteredOn(event -> event instanceof BuildEvent.Progress p && p.built() == 2)
                .isNotEmpty();
        assertThat(quick).isLessThan(indexOfBuilt(seen, "slow"));
        assertThat(seen.subList(0, quick)).noneMatch(event -> event instanceof BuildEvent.Progress p && p.built() == 2);
    }

    @Test
    void aWrongHashSaysWhichOneWouldBeRight() throws Exception {
        Collection<HostSpec> hosts = hosts("""
                nixosConfigurations.a = hostWith "fetch-ID" [ (derivation {
                  name = "fetched-ID"; system = "x86_64-linux"; builder = "/bin/sh"; args = [ "-c" "echo hi > $out" ];
                  outputHashMode = "flat"; outputHashAlgo = "sha256";
                  outputHash = "0000000000000000000000000000000000000000000000000000000000000000";
                }) ];
                """.replace("ID", unique()));

        BuildReport report = builder(true).build(hosts, temp.resolve("roots"));

        EvalFailure failure = report.failures().getFirst().failure();
        assertThat(failure.code()).isEqualTo("build.hash-mismatch");
        assertThat(failure.message()).contains("got:");
    }

    @Test
    void anotherPlatformIsNamed() throws Exception {
        Collection<HostSpec> hosts = hosts("""
                nixosConfigurations.a = { config.system.build.toplevel = derivation {
                  name = "arm-ID"; system = "riscv64-linux"; builder = "/bin/sh"; args = [ "-c" "echo hi > $out" ];
                }; };
                """.replace("ID", unique()));

        BuildReport report = builder(true).build(hosts, temp.resolve("roots"));

        assertThat(hosts.iterator().next().system()).isEqualTo("riscv64-linux");
        assertThat(report.failures().getFirst().failure().code()).isEqualTo("build.wrong-platform");
    }

    private static int indexOfBuilt(List<BuildEvent> events, String host) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof BuildEvent.HostBuilt built
                    && built.host().value().equals(host)) {
                return i;
            }
        }
        throw new AssertionError(host + " was not announced: " + events);
    }

    private Collection<HostSpec> hosts(String outputs) throws InterruptedException {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("flake"), outputs);
        var evaluator = new FlakeEvaluator(nix, EvaluationSettings.defaults(temp.resolve("cache")), event -> {});
        Fleet fleet = evaluator.evaluate(evaluator.lock(flake.ref()), name -> new TagCondition.Always());
        assertThat(fleet.failures()).isEmpty();
        return fleet.hosts().values();
    }

    private SystemBuilder builder(boolean keepGoing) {
        return new SystemBuilder(
                nix,
                new BuildSettings(keepGoing, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Map.of()),
                events::add);
    }

    /** Builds that were done by an earlier run of the tests would not be done again. */
    private static String unique() {
        return Long.toString(System.nanoTime(), 36);
    }
}
