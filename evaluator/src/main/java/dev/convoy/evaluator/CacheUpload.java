package dev.convoy.evaluator;

import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Copies systems from a machine's store to a cache, with that machine's Nix. Safe for use by many threads. */
public final class CacheUpload {
    private final NixCli nix;
    /** One after another: hosts have most paths in common, and the second one finds them there. */
    private final ReentrantLock turn = new ReentrantLock();

    public CacheUpload(Machine machine, Map<String, String> nixOptions) {
        this.nix = new NixCli(machine, nixOptions);
    }

    /**
     * Copies the whole closure of a path.
     *
     * @throws EvaluationException if the cache did not take it
     */
    public void copy(StorePath path, CacheUrl cache) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            Finished done = nix.copyTo(cache, path);
            if (!done.isSuccess()) {
                String said = said(done);
                throw new EvaluationException(Fault.CACHE_FAILED.failure(
                        "copying " + path.name() + " to " + cache,
                        said.isEmpty() ? done.exit().describe() : said));
            }
        } finally {
            turn.unlock();
        }
    }

    /** Without the attempts that were not the last. */
    private static String said(Finished done) {
        return NixMessage.stripAnsi(done.stderr())
                .lines()
                .filter(line -> !line.startsWith("warning: "))
                .collect(Collectors.joining("\n"))
                .strip();
    }
}
