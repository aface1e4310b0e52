package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged program, run from outside as an operator runs it: its launcher, in a folder, with state of its own. */
final class ConvoyProgram {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final Map<String, String> environment;

    private ConvoyProgram(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** @param state where it keeps logs and caches */
    static ConvoyProgram in(Path folder, Path state) {
        return new ConvoyProgram(
                folder,
                Map.of(
                        "XDG_STATE_HOME", state.resolve("state").toString(),
                        "XDG_CACHE_HOME", state.resolve("cache").toString(),
                        "XDG_CONFIG_HOME", state.resolve("config").toString(),
                        "NO_COLOR", "1"));
    }

    ConvoyProgram with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new ConvoyProgram(folder, more);
    }

    /** What an invocation left. */
    record Result(int exit, String stdout, String stderr, Duration took) {
        /** For assertion messages: everything that was printed. */
        @Override
        public String toString() {
            return "exit %d after %d ms%n--- stdout%n%s--- stderr%n%s".formatted(exit, took.toMillis(), stdout, stderr);
        }
    }

    /** Runs it to its end. A run without end is killed, and an error. */
    Result run(String... arguments) throws InterruptedException {
        return start(arguments).result();
    }

    Started start(String... arguments) {
        var command = new ArrayList<>(List.of(
                // A test run that was started in the background ignores Ctrl-C, and so would its children.
                "env",
                "--default-signal=INT",
                Repository.root().resolve("convoy").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CONVOY_") && !name.equals("CONVOY_JAVA_HOME"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Started(process, String.join(" ", command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it on a terminal of its own, where {@code answer} is typed when {@code question} appears. What the terminal showed
     * is in {@code stdout}.
     */
    Result answer(String question, String answer, String... arguments) throws IOException, InterruptedException {
        String commandLine = Repository.root().resolve("convoy") + " " + String.join(" ", arguments);
        var builder = new ProcessBuilder(
                        "script", "--quiet", "--return", "--flush", "--command", commandLine, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("TERM", "xterm");
        long since = System.nanoTime();
        Process process = builder.start();
        // A question that does not come ends the program, and with it the reading below.
        Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        });
        var shown = new StringBuilder();
        try (var reader = process.inputReader(UTF_8);
                var keyboard = process.outputWriter(UTF_8)) {
            boolean asked = false;
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                shown.append((char) c);
                if (!asked && shown.indexOf(question) >= 0) {
                    asked = true;
                    keyboard.write(answer + "\r");
                    keyboard.flush();
                }
            }
        }
        return new Result(process.waitFor(), shown.toString(), "", Duration.ofNanos(System.nanoTime() - since));
    }

    /** An invocation that runs. */
    @SuppressWarnings("JdkObsolete") // StringBuffer: one thread writes, another reads
    static final class Started {
        private final Process process;
        private final String command;
        private final long since = System.nanoTime();
        private final StringBuffer printed = new StringBuffer();
        private final CompletableFuture<String> stdout;
        private final CompletableFuture<String> stderr;

        private Started(Process process, String command) {
            this.process = process;
            this.command = command;
            stdout = read(process.getInputStream(), new StringBuffer());
            stderr = read(process.getErrorStream(), printed);
        }

        /** What it printed on standard error so far. */
        String printed() {
            return printed.toString();
        }

        /** Ends it without a chance to do anything about it. */
        void kill() {
            process.destroyForcibly();
        }

        /** Sends it Ctrl-C. */
        void interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        void waitFor(Duration time) throws InterruptedException {
            process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** A number that the kernel tells of the process, such as {@code VmRSS} in KiB; 0 once it has ended. */
        long status(String field) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
                return lines.filter(line -> line.startsWith(field + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(0);
            } catch (IOException | UncheckedIOException e) {
                return 0;
            }
        }

        Result result() throws InterruptedException {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end. It printed:\n" + stdout.join() + stderr.join());
            }
            return new Result(
                    process.exitValue(), stdout.join(), stderr.join(), Duration.ofNanos(System.nanoTime() - since));
        }

        private static CompletableFuture<String> read(InputStream stream, StringBuffer into) {
            var text = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try (var reader = new InputStreamReader(stream, UTF_8)) {
                    char[] buffer = new char[8192];
                    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                        into.append(buffer, 0, n);
                    }
                    text.complete(into.toString());
                } catch (IOException e) {
                    text.completeExceptionally(e);
                }
            });
            return text;
        }
    }

    /** Where this repository is: the launcher and the examples are used from there. */
    static final class Repository {
        private Repository() {}

        static Path root() {
            return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                    .filter(p -> Files.exists(p.resolve("convoy")) && Files.exists(p.resolve("examples")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("not inside convoy's repository"));
        }
    }
}
