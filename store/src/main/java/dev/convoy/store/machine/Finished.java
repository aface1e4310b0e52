package dev.convoy.store.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A command that ran to its end, with what it printed (UTF-8, decoded leniently).
 *
 * @param stdout the first 16 MiB of standard output
 * @param stderr the last 64 KiB of standard error
 */
public record Finished(ExitStatus exit, String stdout, String stderr) {
    private static final int MAX_STDOUT = 16 << 20;
    private static final int MAX_STDERR = 64 << 10;

    public boolean isSuccess() {
        return exit.isSuccess();
    }

    /** Feeds {@code input}, drains both outputs side by side, waits. */
    static Finished drain(Running running, byte[] input) throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Thread feeder = Thread.ofVirtual().name("stdin").start(() -> feed(running.stdin(), input));
        Thread outReader = Thread.ofVirtual().name("stdout").start(() -> readHead(running.stdout(), out));
        Thread errReader = Thread.ofVirtual().name("stderr").start(() -> readTail(running.stderr(), err));
        ExitStatus exit = running.waitFor();
        if (!(exit instanceof ExitStatus.Exited)) {
            running.close();
        }
        feeder.join();
        outReader.join();
        errReader.join();
        return new Finished(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void feed(OutputStream stdin, byte[] input) {
        try (stdin) {
            stdin.write(input);
        } catch (IOException e) {
            // The command ended without reading its input; its exit status tells the story.
            return;
        }
    }

    private static void readHead(InputStream in, ByteArrayOutputStream head) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                head.write(buffer, 0, Math.min(n, MAX_STDOUT - head.size()));
            }
        } catch (IOException e) {
            // The stream broke with its connection; the exit status says so.
            return;
        }
    }

    private static void readTail(InputStream in, ByteArrayOutputStream tail) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                tail.write(buffer, 0, n);
                if (tail.size() > 2 * MAX_STDERR) {
                    byte[] all = tail.toByteArray();
                    tail.reset();
                    tail.write(all, all.length - MAX_STDERR, MAX_STDERR);
                }
            }
        } catch (IOException e) {
            return;
        }
    }
}
