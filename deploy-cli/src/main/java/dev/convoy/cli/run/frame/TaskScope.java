package dev.convoy.cli.run.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Tasks that begin and end together: each on a virtual thread of its own, none outliving the scope. Shaped like the JDK's
 * StructuredTaskScope, which is still a preview in 25; when it is final this class goes.
 */
public final class TaskScope<T> implements AutoCloseable {
    private final List<FutureTask<T>> tasks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Begins a task now. To be called by the scope's owner only. */
    public void fork(String name, Callable<T> work) {
        var task = new FutureTask<>(work);
        tasks.add(task);
        threads.add(Thread.ofVirtual().name(name).start(task));
    }

    /**
     * Waits for all tasks and gives their results in the order in which they were begun. If some threw, the first of them
     * in that order is thrown, after all have ended.
     */
    public List<T> join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        List<T> results = new ArrayList<>(tasks.size());
        for (FutureTask<T> task : tasks) {
            results.add(result(task));
        }
        return results;
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case InterruptedException cause -> throw cause;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Interrupts what still runs and waits for its end, whatever happens to this thread meanwhile. */
    @Override
    public void close() {
        boolean interrupted = false;
        threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
