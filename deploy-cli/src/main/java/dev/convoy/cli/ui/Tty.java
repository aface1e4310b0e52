package dev.convoy.cli.ui;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The terminal that the program was started from, whatever its streams lead to, with its keys read as they are pressed
 * and not echoed. Not through JLine, whose terminal reads stdin: that can be a pipe while there is someone to ask.
 */
final class Tty implements AutoCloseable {
    private static final File DEVICE = new File("/dev/tty");

    /** Reads end after a tenth of a second without a key, so that an interrupt of the thread is noticed. */
    private static final String[] RAW = {"-echo", "-icanon", "-isig", "min", "0", "time", "1"};

    /** A terminal that is gone says "nothing" at once, for ever, instead of after a tenth of a second. */
    private static final int GONE = 1000;

    private final InputStream in;
    private final OutputStream out;
    private final String settings;
    private final Thread restorer = new Thread(this::restore, "tty-restore");

    private Tty(InputStream in, OutputStream out, String settings) {
        this.in = in;
        this.out = out;
        this.settings = settings;
        Runtime.getRuntime().addShutdownHook(restorer);
    }

    static boolean isThere() {
        try (var device = new FileInputStream(DEVICE)) {
            return device.getFD().valid();
        } catch (IOException noControllingTerminal) {
            return false;
        }
    }

    static Tty open() throws IOException, InterruptedException {
        var in = new FileInputStream(DEVICE);
        var out = new FileOutputStream(DEVICE);
        var tty = new Tty(in, out, stty("-g").strip());
        stty(RAW);
        return tty;
    }

    /** The next byte that is typed. */
    int read() throws IOException, InterruptedException {
        for (int nothing = 0; nothing < GONE; nothing++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while asking on the terminal");
            }
            long before = System.nanoTime();
            int b = in.read();
            if (b >= 0) {
                return b;
            }
            if (System.nanoTime() - before > 10_000_000) {
                nothing = 0;
            }
        }
        throw new IOException("the terminal is gone");
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        restore();
        Runtime.getRuntime().removeShutdownHook(restorer);
        in.close();
        out.close();
    }

    private void restore() {
        // Also after an interrupt: a terminal without echo is worse than a late answer to it.
        boolean interrupted = Thread.interrupted();
        try {
            stty(settings);
        } catch (IOException | InterruptedException terminalIsGone) {
            interrupted |= terminalIsGone instanceof InterruptedException;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works on its stdin, on every system alike; {@code -F} and {@code -f} differ. */
    private static String stty(String... arguments) throws IOException, InterruptedException {
        String[] command =
                Stream.concat(Stream.of("stty"), Arrays.stream(arguments)).toArray(String[]::new);
        Process process = new ProcessBuilder(command)
                .redirectInput(DEVICE)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("stty " + String.join(" ", arguments) + ": " + said.strip());
        }
        return said;
    }
}
