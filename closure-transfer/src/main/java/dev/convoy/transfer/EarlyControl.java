package dev.convoy.transfer;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.ssh.SshMachine;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The session that asks a host what it lacks, begun while it is not known yet whether the answer is of use: that spares two
 * round trips, and the start of its server. Whoever has no use for it closes it.
 */
public final class EarlyControl implements AutoCloseable {
    private Optional<Begun> begun;

    /** @param question what is asked of it, behind it on the same thread */
    private record Begun(FutureTask<Optional<StoreSession.Opening>> opening, FutureTask<Optional<Closure>> question) {}

    private EarlyControl(Optional<Begun> begun) {
        this.begun = begun;
    }

    /** Of a host that is asked when that is known. */
    public static EarlyControl none() {
        return new EarlyControl(Optional.empty());
    }

    /** What the host may be sent. */
    public interface Wanted {
        /** Waits for it; none where it is not known yet. */
        Optional<Closure> closure() throws InterruptedException;
    }

    /** Returns at once. Does nothing where it is not clear that the host's store is written as root. */
    public static EarlyControl on(Link target, Wanted wanted) {
        if (!(target.machine() instanceof SshMachine ssh && ssh.user().equals("root"))) {
            return none();
        }
        Command command = ServeCommand.control(StoreAccess.ROOT);
        var opening = new FutureTask<>(() -> ssh.startBeside(command).map(StoreSession::begun));
        var question = new FutureTask<>(() -> {
            Optional<StoreSession.Opening> server = opening.get();
            Optional<Closure> closure = server.isPresent() ? wanted.closure() : Optional.empty();
            closure.ifPresent(one ->
                    server.get().ask(one.paths().stream().map(PathInfo::path).toList()));
            return closure;
        });
        Thread.ofVirtual().name("early control").start(() -> {
            opening.run();
            question.run();
        });
        return new EarlyControl(Optional.of(new Begun(opening, question)));
    }

    /**
     * None where it did not come to be, or cannot ask for these paths any more; whoever asks then learns why.
     *
     * @param paths that it is to lock
     */
    synchronized Optional<StoreSession.Opening> take(Set<StorePath> paths) throws InterruptedException {
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoreSession.Opening> opening = result(begun.get().opening());
        var _ = result(begun.get().question()); // whoever needs the closure meets what went wrong
        if (opening.filter(one -> one.isOver() || one.hasAskedForOthers(paths)).isPresent()) {
            close();
            return Optional.empty();
        }
        begun = Optional.empty();
        return opening;
    }

    /** Does not wait for what is still beginning. */
    @Override
    public synchronized void close() {
        begun.map(Begun::opening).ifPresent(opening -> {
            if (opening.isDone()) {
                leave(opening);
            } else {
                Thread.ofVirtual().name("leaving").start(() -> leave(opening));
            }
        });
        begun = Optional.empty();
    }

    private static void leave(FutureTask<Optional<StoreSession.Opening>> opening) {
        try {
            result(opening).ifPresent(StoreSession.Opening::leave);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the link ends it
        }
    }

    private static <T> Optional<T> result(FutureTask<Optional<T>> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }
}
