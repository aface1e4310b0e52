package dev.convoy.transfer.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that runs on hosts, in the shells that they have, with a nix-store that has one old path. */
class RebuildScriptTest {
    private static final byte[] OLD =
            "what the old path holds, line by line\n".repeat(5000).getBytes(StandardCharsets.US_ASCII);

    /** What the script printed. */
    private record Rebuilt(String stdout, String stderr) {}

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream input = new ByteArrayOutputStream();

    @BeforeEach
    void fakeNixStore() throws IOException {
        Files.write(directory.resolve("old"), OLD);
        Path nixStore = Files.writeString(directory.resolve("nix-store"), """
                #!/bin/sh
                case "$*" in
                "--serve") ls "$TMPDIR" >"$OLD.seen"; printf 'greeting of 16 b'; [ "$(cat)" = request ] && cat "$OLD" ;;
                "--serve --write") cat ;;
                esac
                """);
        Files.setPosixFilePermissions(nixStore, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory.resolve("tmp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void rebuildsWhatWasPatchedAndPassesOnWhatWasNot(String shell) throws Exception {
        byte[] next = new String(OLD, StandardCharsets.US_ASCII)
                .replaceFirst("line by line", "almost")
                .getBytes(StandardCharsets.US_ASCII);
        plain("first;");
        base(sha256(OLD));
        line("slice 0 1");
        patch(next, java.util.Arrays.copyOf(OLD, 64 << 10));
        line("slice 1 100");
        patch("tail".getBytes(StandardCharsets.US_ASCII), java.util.Arrays.copyOfRange(OLD, 64 << 10, OLD.length));
        plain(";last");
        Rebuilt done = run(shell);
        assertThat(done.stderr()).isEmpty();
        assertThat(done.stdout()).isEqualTo("first;" + new String(next, StandardCharsets.US_ASCII) + "tail;last");
        assertLeavesNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void unpacksNothingAgainstAnotherBase(String shell) throws Exception {
        base("00".repeat(32));
        line("slice 0 100");
        patch("next".getBytes(StandardCharsets.US_ASCII), OLD);
        Rebuilt done = run(shell);
        assertThat(done.stdout()).isEmpty();
        assertThat(done.stderr())
                .isEqualTo("convoy: delta: the old paths here are not those that the patch was made for\n");
        assertLeavesNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void stopsAtAFrameThatWasCut(String shell) throws Exception {
        line("plain 100");
        input.writeBytes(java.util.Arrays.copyOf(Zstd.compress(OLD), 20));
        assertThat(run(shell).stderr()).endsWith("convoy: delta: a frame cannot be unpacked\n");
        assertLeavesNothing();
    }

    /** So that nothing is left where it is killed. */
    @Test
    void itsFilesHaveNoNamesWhileItRuns() throws Exception {
        base(sha256(OLD));
        line("slice 0 100");
        patch("next".getBytes(StandardCharsets.US_ASCII), OLD);
        assertThat(run("dash")).isEqualTo(new Rebuilt("next", ""));
        assertThat(directory.resolve("old.seen")).isEmptyFile();
    }

    @Test
    void saysThatItsFilesFindNoRoom() throws Exception {
        Path full = Files.writeString(directory.resolve("tail"), "#!/bin/sh\ncat >/dev/full\n");
        Files.setPosixFilePermissions(full, PosixFilePermissions.fromString("rwxr-xr-x"));
        base(sha256(OLD));
        assertThat(run("dash").stderr())
                .contains("No space left on device")
                .endsWith("convoy: delta: cannot write to " + directory.resolve("tmp") + "\n");
    }

    private void base(String hash) {
        line("base 7 " + hash);
        input.writeBytes("request".getBytes(StandardCharsets.US_ASCII));
    }

    private void patch(byte[] content, byte[] reference) {
        try (var zstd = new ZstdCompressCtx()) {
            zstd.setWindowLog(20);
            zstd.loadDict(reference);
            frame("patch", zstd.compress(content));
        }
    }

    private void plain(String content) {
        frame("plain", Zstd.compress(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private void frame(String verb, byte[] frame) {
        line(verb + " " + frame.length);
        input.writeBytes(frame);
    }

    private void line(String text) {
        input.writeBytes((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void assertLeavesNothing() throws IOException {
        try (var left = Files.list(directory.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private Rebuilt run(String shell) throws IOException, InterruptedException {
        List<String> script = RebuildCommand.within(Duration.ofMinutes(1)).arguments();
        List<String> line = new ArrayList<>(List.of(shell.split(" ")));
        line.addAll(script.subList(1, script.size()));
        Command command = Command.of(line)
                .with("PATH", directory + ":" + System.getenv("PATH"))
                .with("TMPDIR", directory.resolve("tmp").toString())
                .with("OLD", directory.resolve("old").toString());
        try (LocalMachine here = new LocalMachine();
                Running running = here.start(command)) {
            return drain(running);
        } catch (MachineException e) {
            assumeTrue(false, "skipped: no " + shell + " here");
            throw e;
        }
    }

    private Rebuilt drain(Running running) throws IOException, InterruptedException {
        Thread writing = Thread.ofVirtual().start(() -> {
            try (OutputStream stdin = running.stdin()) {
                input.writeTo(stdin);
            } catch (IOException e) {
                return; // a script that refuses does not read to the end
            }
        });
        var stderr = new FutureTask<>(() -> text(running.stderr()));
        Thread.ofVirtual().start(stderr);
        String stdout = text(running.stdout());
        writing.join();
        try {
            return new Rebuilt(stdout, stderr.get());
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
