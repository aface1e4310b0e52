package dev.convoy.cli.run.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootsOfRunsTest {
    @TempDir
    private Path state;

    @Test
    void aRunThatIsAliveKeepsItsRootsUntilItIsKilled() throws Exception {
        var runs = new RootsOfRuns(state.resolve("roots"));
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        state.resolve("roots").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("holds");
            root("other");
            runs.dropDead(Set::of);
            assertThat(left()).containsExactly("other");
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
        runs.dropDead(Set::of);
        assertThat(left()).isEmpty();
    }

    /** Another process of convoy. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws Exception {
            try (Closeable _ = new RootsOfRuns(Path.of(arguments[0])).hold("other")) {
                System.out.println("holds");
                Thread.sleep(600_000);
            }
        }
    }

    @Test
    void whatIsNeededStays() throws IOException {
        root("cut-off");
        root("killed");
        new RootsOfRuns(state.resolve("roots")).dropDead(() -> Set.of("cut-off"));
        assertThat(left()).containsExactly("cut-off");
    }

    @Test
    void nobodyIsAskedWhereNothingIsLeft() throws IOException {
        var runs = new RootsOfRuns(state.resolve("roots"));
        runs.dropDead(() -> {
            throw new AssertionError("asked");
        });
        runs.hold("one").close();
        runs.dropDead(() -> {
            throw new AssertionError("asked");
        });
        assertThat(left()).isEmpty();
    }

    @Test
    void whereNothingCanBeLockedTheRunGoesOn() throws IOException {
        Files.createFile(state.resolve("roots"));
        new RootsOfRuns(state.resolve("roots")).hold("one").close();
        new RootsOfRuns(state.resolve("roots")).drop("one");
    }

    private void root(String run) throws IOException {
        Path folder = Files.createDirectories(state.resolve("roots").resolve(run));
        Files.createSymbolicLink(folder.resolve("web1"), Path.of("/nix/store/none"));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("roots"))) {
            return files.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
