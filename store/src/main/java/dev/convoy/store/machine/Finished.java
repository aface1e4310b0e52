package dev.convoy.store.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A command that ran to its end, with what it printed (UTF-8, decoded leniently).
 *
 * @param stdout the first 16 MiB of standard output
 * @param stderr the last 64 KiB of standard error
 */
public record Finished(ExitStatus exit, String stdout, String stderr) {
    private static final int MAX_STDOUT = 16 << 20;
    private static final int MAX_STDERR = 64 << 10;

    /** Output that is still under way when the exit status is here, for instance on a slow SSH connection. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    public boolean isSuccess() {
        return exit.isSuccess();
    }

    /** Feeds {@code input}, drains both outputs side by side, waits. */
    static Finished drain(Running running, byte[] input) throws InterruptedException {
        Captured out = Captured.first(MAX_STDOUT, "stdout", running.stdout());
        Captured err = Captured.last(MAX_STDERR, "stderr", running.stderr());
        Thread.ofVirtual().name("stdin").start(() -> feed(running.stdin(), input));
        ExitStatus exit = running.waitFor();
        if (!(exit instanceof ExitStatus.Exited)) {
            running.close();
        }
        Captured.awaitEnds(out, err, SILENCE);
        return new Finished(exit, out.text(), err.text());
    }

    private static void feed(OutputStream stdin, byte[] input) {
        try (stdin) {
            stdin.write(input);
        } catch (IOException e) {
            // The command ended without reading its input; its exit status tells the story.
            return;
        }
    }
}
