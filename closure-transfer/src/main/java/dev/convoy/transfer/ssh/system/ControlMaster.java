package dev.convoy.transfer.ssh.system;

import dev.convoy.store.Packaged;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** OpenSSH's client as a process that logs in to a host and then serves its control socket, in a directory that only we can enter. */
final class ControlMaster implements AutoCloseable {
    private static final String SCRIPT = Packaged.shell(ControlMaster.class, "control-master.sh");

    /** What ssh says on standard output, through its LocalCommand, once it is logged in. */
    static final String READY = "ready";

    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** What of its log is kept: all of a login, and of a long run the end. */
    private static final int MOST_LINES = 1000;

    /** Where the name of a Unix socket must end (108 bytes, 104 on macOS), less what ssh appends while it makes one. */
    private static final int LONGEST_PATH = 86;

    private final Process process;
    private final Path directory;
    private final Deque<String> log = new ArrayDeque<>();
    private final CompletableFuture<Boolean> login = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<Void> logEnd = new CompletableFuture<>();

    private ControlMaster(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static Path newDirectory() throws IOException {
        Path directory = Files.createTempDirectory("convoy-ssh");
        if (socketIn(directory).toString().length() <= LONGEST_PATH) {
            return directory;
        }
        Files.delete(directory);
        return Files.createTempDirectory(Path.of("/tmp"), "convoy-ssh");
    }

    static Path socketIn(Path directory) {
        return directory.resolve("socket");
    }

    /** @param line ssh and its arguments */
    static ControlMaster start(List<String> line, Path directory) throws IOException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "convoy", directory.toString()));
        words.addAll(line);
        var master = new ControlMaster(new ProcessBuilder(words).start(), directory);
        master.listen();
        return master;
    }

    Path socket() {
        return socketIn(directory);
    }

    /** Whether ssh is logged in; false where it has ended, or has not logged in for so long. */
    boolean awaitLogin(Duration atMost) throws InterruptedException {
        return await(login, atMost) && login.join();
    }

    /** What ssh has said so far; where it has ended, to the last word. */
    ClientLog log(Duration atMost) {
        try {
            boolean _ = await(end, atMost) && await(logEnd, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (log) {
            return new ClientLog(List.copyOf(log));
        }
    }

    /** Ends ssh, and leaves nothing behind. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GOODBYE)) {
                end();
            }
        } catch (IOException e) {
            end();
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void listen() {
        Thread.ofVirtual().name("ssh login").start(() -> {
            each(process.inputReader(StandardCharsets.UTF_8), line -> {
                if (line.equals(READY)) {
                    login.complete(true);
                } else if (line.startsWith("ended ")) {
                    over();
                }
            });
            over();
        });
        Thread.ofVirtual().name("ssh log").start(() -> {
            each(process.errorReader(StandardCharsets.UTF_8), this::keep);
            logEnd.complete(null);
        });
    }

    private void over() {
        login.complete(false);
        end.complete(null);
    }

    private void keep(String line) {
        synchronized (log) {
            log.addLast(line);
            if (log.size() > MOST_LINES) {
                log.removeFirst();
            }
        }
    }

    private static void each(BufferedReader reader, Consumer<String> action) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                action.accept(line);
            }
        } catch (IOException e) {
            // Closed with the process.
            return;
        }
    }

    private static boolean await(CompletableFuture<?> future, Duration atMost) throws InterruptedException {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
