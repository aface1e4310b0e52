package dev.convoy.store.protocol;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The messages that a daemon sends before each answer. Source: libstore/worker-protocol.hh, the STDERR constants. */
record WorkerLog(WireReader in, int version, Consumer<LogMessage> messages) {
    private static final int LINE = 0x6f6c6d67;
    private static final int READ = 0x64617461;
    private static final int WRITE = 0x64617416;
    private static final int LAST = 0x616c7473;
    private static final int ERROR = 0x63787470;
    private static final int START_ACTIVITY = 0x53545254;
    private static final int STOP_ACTIVITY = 0x53544f50;
    private static final int RESULT = 0x52534c54;

    /** Reads up to where the answer begins. */
    void drain() throws IOException {
        for (int kind = in.integer(); kind != LAST; kind = in.integer()) {
            switch (kind) {
                case LINE -> messages.accept(new LogMessage.Line(in.string()));
                case START_ACTIVITY -> messages.accept(LogMessage.readStart(in));
                case STOP_ACTIVITY -> messages.accept(new LogMessage.ActivityStopped(in.u64()));
                case RESULT -> messages.accept(LogMessage.readResult(in));
                case WRITE -> in.string(); // only old exports
                case ERROR -> throw DaemonException.read(in, version);
                case READ -> throw new ProtocolException("the daemon asked for input where it should have none");
                default -> throw new ProtocolException("an unknown log message, 0x%x".formatted(kind));
            }
        }
    }

    /** Reads on a thread of its own, so that the caller can write meanwhile. */
    Reading readAside() {
        FutureTask<Void> task = new FutureTask<>(() -> {
            drain();
            return null;
        });
        Thread.ofVirtual().name("daemon log").start(task);
        return new Reading(task);
    }

    /** A {@link #drain} that goes on aside. */
    record Reading(FutureTask<Void> task) {
        boolean isOver() {
            return task.isDone();
        }

        void await() throws IOException, InterruptedException {
            try {
                task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IllegalStateException("reading the daemon's log", e.getCause());
            }
        }
    }
}
