package dev.convoy.store.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both clients against the programs themselves. Adds a few small paths to the store that it finds. */
class RealNixIT {
    private static final StorePath NOWHERE = StorePath.parse("/nix/store/00000000000000000000000000000000-nowhere");

    /** Refers to what no store has. */
    private static final PathInfo DANGLING = new PathInfo(
            StorePath.parse("/nix/store/00000000000000000000000000000001-dangling"),
            Optional.empty(),
            Samples.sha256(Samples.HELLO_NAR),
            Samples.HELLO_NAR.length,
            new TreeSet<>(List.of(NOWHERE)),
            new TreeSet<>(),
            Optional.empty());

    @TempDir
    private Path directory;

    private final Machine machine = new LocalMachine();

    @BeforeEach
    void needsNix() throws InterruptedException {
        boolean usable;
        try {
            usable = machine.run(Command.of("nix-store", "--version")).isSuccess()
                    && machine.run(Command.of("test", "-w", "/nix")).isSuccess();
        } catch (MachineException e) {
            usable = false;
        }
        assumeTrue(usable, "skipped: no nix-store with a writable /nix here");
    }

    @AfterEach
    void endWhatStillRuns() {
        machine.close();
    }

    @Test
    void serveAnswersWhatNixStoreSays() throws Exception {
        StorePath path = addToStore("tree");
        try (Running running = serve()) {
            ServeClient client = ServeClient.connect(running.stdout(), running.stdin());
            assertThat(client.lockPaths(List.of(path, NOWHERE))).containsExactly(path);
            PathInfo info = client.pathInfos(List.of(path)).getFirst();
            assertThat(info.narHash().toString()).isEqualTo(query("--hash", path));
            assertThat(Long.toString(info.narSize())).isEqualTo(query("--size", path));
            assertThat(info.references()).isEmpty();

            ByteArrayOutputStream nar = new ByteArrayOutputStream();
            client.dumpPath(info, nar);
            assertThat(Samples.sha256(nar.toByteArray())).isEqualTo(info.narHash());

            assertThat(client.build(List.of(new DerivedPath.Opaque(path)), BuildOptions.UNLIMITED))
                    .isEmpty();
        }
    }

    @Test
    void serveGivesTheClosureOfADerivationWithItsSources() throws Exception {
        StorePath derivation = instantiate("app");
        try (Running running = serve()) {
            ServeClient client = ServeClient.connect(running.stdout(), running.stdin());
            SortedSet<StorePath> closure = client.closure(List.of(derivation));
            assertThat(closure).extracting(StorePath::name).containsExactlyInAnyOrder("app.drv", "dep.drv", "source");
            Closure sorted = Closure.of(client.pathInfos(closure));
            assertThat(sorted.paths().getLast().path()).isEqualTo(derivation);

            assertThat(client.build(List.of(DerivedPath.allOutputsOf(derivation)), BuildOptions.UNLIMITED))
                    .isEmpty();
            Optional<FailedBuild> failed =
                    client.build(List.of(DerivedPath.allOutputsOf(instantiate("broken"))), BuildOptions.UNLIMITED);
            assertThat(failed).isPresent();
            assertThat(failed.get().message()).contains("broken.drv");
        }
    }

    @Test
    void serveTakesManyPathsInARowAndThoseThatItHas() throws Exception {
        List<PathInfo> infos = new ArrayList<>();
        List<byte[]> nars = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            StorePath path = addToStore("many-" + i);
            try (Running running = serve()) {
                ServeClient client = ServeClient.connect(running.stdout(), running.stdin());
                infos.addAll(client.pathInfos(List.of(path)));
                ByteArrayOutputStream nar = new ByteArrayOutputStream();
                client.dumpPath(infos.getLast(), nar);
                nars.add(nar.toByteArray());
            }
        }
        for (int i = 0; i < 50; i += 2) {
            nixStore("--delete", infos.get(i).path().toString());
        }
        try (Running running = serve()) {
            ServeClient client = ServeClient.connect(running.stdout(), running.stdin());
            for (int i = 0; i < 50; i++) {
                byte[] nar = nars.get(i);
                client.sendPath(infos.get(i), sink -> sink.write(nar));
            }
            client.flush();
            for (int i = 0; i < 50; i++) {
                client.awaitAdded();
            }
            assertThat(client.validPaths(paths(infos))).hasSize(50);
        }
    }

    @Test
    void serveEndsWhenAReferenceIsMissing() throws Exception {
        try (Running running = serve()) {
            ServeClient client = ServeClient.connect(running.stdout(), running.stdin());
            client.sendPath(DANGLING, sink -> sink.write(Samples.HELLO_NAR));
            client.flush();
            assertThatExceptionOfType(EOFException.class).isThrownBy(client::awaitAdded);
            assertThat(new String(running.stderr().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("is not valid");
        }
    }

    @Test
    void daemonAnswersWhatNixStoreSays() throws Exception {
        StorePath path = addToStore("tree-d");
        StorePath derivation = instantiate("app-d");
        List<LogMessage> log = new ArrayList<>();
        try (Running running = daemon()) {
            WorkerClient client = WorkerClient.connect(running.stdout(), running.stdin(), log::add);
            assertThat(client.pathInfo(path).orElseThrow().narHash().toString()).isEqualTo(query("--hash", path));
            assertThat(client.pathInfo(NOWHERE)).isEmpty();
            assertThat(client.validPaths(List.of(path))).containsExactly(path);
            client.addTempRoot(path);
            assertThat(client.missing(List.of(DerivedPath.allOutputsOf(derivation)))
                            .willBuild())
                    .extracting(StorePath::name)
                    .contains("app-d.drv");
            if (client.version() >= 0x122) {
                BuildResult result = client.build(List.of(DerivedPath.allOutputsOf(derivation)))
                        .getFirst();
                assertThat(result.status()).isEqualTo(BuildStatus.BUILT);
                assertThat(result.outputs()).containsKey("out");
                assertThat(log).anyMatch(LogMessage.ActivityStarted.class::isInstance);
                BuildResult failed = client.build(List.of(DerivedPath.allOutputsOf(instantiate("broken-d"))))
                        .getFirst();
                assertThat(failed.status().isSuccess()).isFalse();
                assertThat(failed.message()).contains("broken-d.drv");
            }
        }
    }

    @Test
    void daemonTakesNarsInFramesAndRefusesWrongOnesWithoutEndingTheSession() throws Exception {
        PathInfo info = Samples.hello();
        nixStore("--delete", info.path().toString());
        try (Running running = daemon()) {
            WorkerClient client = WorkerClient.connect(running.stdout(), running.stdin(), message -> {});
            assertThatExceptionOfType(DaemonException.class)
                    .isThrownBy(() -> client.addToStore(DANGLING, sink -> sink.write(Samples.HELLO_NAR)))
                    .withMessageContaining("is not valid");
            client.addToStore(info, sink -> sink.write(Samples.HELLO_NAR));
            client.addToStore(info, sink -> sink.write(Samples.HELLO_NAR));
            assertThat(client.validPaths(List.of(info.path()))).containsExactly(info.path());
        }
    }

    private Running serve() {
        return machine.start(Command.of("nix-store", "--serve", "--write"));
    }

    private Running daemon() {
        return machine.start(Command.of("nix-daemon", "--stdio"));
    }

    private StorePath addToStore(String name) throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve(name));
        Files.writeString(tree.resolve("name"), name);
        return StorePath.parse(nixStore("--add", tree.toString()).stdout().strip());
    }

    /** A derivation, never seen before, that needs another one and a source. Those called broken fail. */
    private StorePath instantiate(String name) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("source"), "source");
        String expression = """
                let mk = name: script: derivation {
                  inherit name; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" script ]; nonce = "%s";
                };
                in mk "%s" "echo building; read a < ${mk "dep" "echo dep > $out"}; read b < ${%s}; echo $a $b > $out; %s"
                """.formatted(UUID.randomUUID(), name, source, name.startsWith("broken") ? "exit 1" : "");
        Path file = Files.writeString(directory.resolve(name + ".nix"), expression);
        Finished done = machine.run(Command.of("nix-instantiate", file.toString()));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return StorePath.parse(done.stdout().strip());
    }

    private String query(String what, StorePath path) throws InterruptedException {
        return nixStore("--query", what, path.toString()).stdout().strip();
    }

    private Finished nixStore(String... arguments) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("nix-store"));
        words.addAll(List.of(arguments));
        return machine.run(Command.of(words));
    }

    private static SortedSet<StorePath> paths(List<PathInfo> infos) {
        return new TreeSet<>(infos.stream().map(PathInfo::path).toList());
    }
}
