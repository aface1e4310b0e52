package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that anyone sees of convoy. */
class DemoIT {
    @TempDir
    private Path folder;

    @TempDir
    private Path temporary;

    @Test
    void showsTheWholeStoryAndLeavesNothingBehind() throws Exception {
        Needs.nix();
        Result result = demo().run("demo");
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.took()).as("%s", result).isLessThan(Duration.ofSeconds(150));
        assertThat(result.stderr())
                .contains(
                        "$ convoy deploy --yes",
                        "$ convoy plan",
                        "$ convoy rollback",
                        "rolled back",
                        "That was the demo");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhenItIsInterrupted() throws Exception {
        Needs.nix();
        ConvoyProgram.Started started = demo().start("demo");
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !isEmpty(temporary));
        started.interrupt();
        assertThat(started.result().exit()).isEqualTo(130);
        assertThat(temporary).isEmptyDirectory();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** With temporary files where this test sees them. */
    private ConvoyProgram demo() {
        return ConvoyProgram.in(folder, folder.resolve("state"))
                .with("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    }
}
