package dev.convoy.store.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A command of a {@link ScriptedMachine}. */
final class ScriptedRunning implements Running {
    private final Command command;
    private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Pipe in = new Pipe();
    private final Pipe out = new Pipe();
    private final Pipe err = new Pipe();
    private volatile boolean listens;

    ScriptedRunning(Command command) {
        this.command = command;
    }

    Command command() {
        return command;
    }

    String input() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** Takes the input of a command that does not listen, which may end first, and returns what is still to be written. */
    byte[] remember(byte[] input) {
        if (listens) {
            return input;
        }
        written.writeBytes(input);
        return new byte[0];
    }

    /** Ends at once, whatever comes in; what it printed can be read afterwards. */
    void finish(Finished finished) {
        Thread.ofVirtual().start(() -> writeAndClose(out, finished.stdout()));
        Thread.ofVirtual().start(() -> writeAndClose(err, finished.stderr()));
        end.complete(finished.exit());
    }

    void talk(Conversation conversation) {
        listens = true;
        Thread.ofVirtual().name(command.arguments().getFirst()).start(() -> {
            try {
                end.complete(conversation.talk(in.source, out.sink, err.sink));
            } catch (IOException | RuntimeException | Error e) {
                end.completeExceptionally(e);
            } finally {
                closeStreams();
            }
        });
    }

    void lose(String reason) {
        if (end.complete(new ExitStatus.Lost(reason))) {
            closeStreams();
        }
    }

    @Override
    public OutputStream stdin() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                written.write(bytes, offset, length);
                if (listens) {
                    in.sink.write(bytes, offset, length);
                }
            }

            @Override
            public void flush() throws IOException {
                in.sink.flush();
            }

            @Override
            public void close() throws IOException {
                in.sink.close();
            }
        };
    }

    @Override
    public InputStream stdout() {
        return out.source;
    }

    @Override
    public InputStream stderr() {
        return err.source;
    }

    @Override
    public ExitStatus waitFor() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the conversation of " + command.arguments() + " failed", e.getCause());
        }
    }

    @Override
    public void close() {
        if (end.complete(new ExitStatus.Signalled("TERM"))) {
            closeStreams();
        }
    }

    private void closeStreams() {
        in.close();
        out.close();
        err.close();
    }

    private static void writeAndClose(Pipe pipe, String text) {
        try (OutputStream sink = pipe.sink) {
            sink.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The reader does not want it.
            return;
        }
    }
}
