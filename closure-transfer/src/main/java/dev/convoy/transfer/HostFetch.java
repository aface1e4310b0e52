package dev.convoy.transfer;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A session in which a host fetches from its own caches, with its own settings: which caches, and whose signatures count. */
final class HostFetch implements AutoCloseable {
    private final StoreSession session;

    private HostFetch(StoreSession session) {
        this.session = session;
    }

    /** What it could not be asked, or did not answer. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean lost;

        NoAnswerException(String reason) {
            this(reason, false);
        }

        NoAnswerException(SessionEndedException end) {
            this(end.reason(), end.isLost());
        }

        private NoAnswerException(String reason, boolean lost) {
            super(reason.replaceFirst("^(?:convoy|error): ", ""));
            this.lost = lost;
        }

        /** Whether it was the connection. */
        boolean isLost() {
            return lost;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    static HostFetch open(Attempt.Host host) throws NoAnswerException, InterruptedException {
        try {
            return new HostFetch(StoreSession.openIfRoom(host.machine(), ServeCommand.fetching(host.access()))
                    .orElseThrow(() -> new NoAnswerException("the host takes no further session")));
        } catch (SessionEndedException e) {
            throw new NoAnswerException(e);
        }
    }

    /**
     * Fetches, and gives what of it is valid then. Where the time is over, the host is told to stop, and has.
     *
     * @throws NoAnswerException if the session is of no more use; some of the paths may be valid all the same
     */
    SortedSet<StorePath> fetch(Collection<StorePath> paths, Duration limit)
            throws NoAnswerException, InterruptedException {
        var answer = new FutureTask<>(() -> session.client().substitutePaths(new TreeSet<>(paths)));
        Thread.ofVirtual().name("fetching").start(answer);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            session.close();
            throw new NoAnswerException("it took longer than " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException end) {
                throw new NoAnswerException(session.ended(end));
            }
            throw new IllegalStateException("fetching", e.getCause());
        }
    }

    /** Ends the session; why something was not fetched, in Nix's words, if it said so. */
    Optional<String> complaint() throws InterruptedException {
        List<String> said = session.lastWords();
        return said.stream()
                .filter(line -> line.startsWith("error:"))
                .findFirst()
                .or(() -> said.stream()
                        .filter(line -> line.startsWith("warning:"))
                        .findFirst())
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    @Override
    public void close() {
        session.close();
    }
}
