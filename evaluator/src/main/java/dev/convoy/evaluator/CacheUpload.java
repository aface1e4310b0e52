package dev.convoy.evaluator;

import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Copies systems from a machine's store to one cache, with that machine's Nix. Safe for use by many threads. */
public final class CacheUpload {
    /**
     * The numbers are those of curl for a proxy, a name, a host or its certificate that is not there, and for time that ran
     * out; Nix 2.26 says more behind them.
     */
    private static final Pattern UNREACHABLE =
            Pattern.compile("unable to (?:download|upload) '[^']*': (?!HTTP)[^:(]*\\((?:5|6|7|28|35|60)\\)"
                    + "|curlCode: (?:5|6|7|28|35|60),"
                    + "|cannot open connection to remote store|failed to start SSH connection to");

    private final NixCli nix;
    /** One after another: hosts have most paths in common, and the second one finds them there. */
    private final ReentrantLock turn = new ReentrantLock();

    private Optional<String> unreachable = Optional.empty();

    public CacheUpload(Machine machine, Map<String, String> nixOptions) {
        this.nix = new NixCli(machine, nixOptions);
    }

    /**
     * Copies the whole closure of a path. Where the cache could not be reached once, it is not tried again: Nix tries for
     * long, and a fleet has many systems.
     *
     * @throws EvaluationException if the cache did not take it
     */
    public void copy(StorePath path, CacheUrl cache) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            String tried = "copying " + path.name() + " to " + cache;
            if (unreachable.isPresent()) {
                throw new EvaluationException(Fault.CACHE_UNREACHABLE.failure(tried, unreachable.get()));
            }
            Finished done = nix.copyTo(cache, path);
            if (!done.isSuccess()) {
                throw new EvaluationException(failure(path, tried, done));
            }
        } finally {
            turn.unlock();
        }
    }

    private EvalFailure failure(StorePath path, String tried, Finished done) {
        String said = said(done);
        if (!UNREACHABLE.matcher(said).find()) {
            return Fault.CACHE_FAILED.failure(
                    tried, said.isEmpty() ? done.exit().describe() : said);
        }
        unreachable = Optional.of("not tried, because the cache could not be reached with " + path.name());
        return Fault.CACHE_UNREACHABLE.failure(tried, said);
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
