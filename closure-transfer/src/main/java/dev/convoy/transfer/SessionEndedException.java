package dev.convoy.transfer;

import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.ProtocolException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A store's server ended, or is of no more use, before it had answered everything. */
final class SessionEndedException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 600;

    private final transient ExitStatus exit;
    private final transient List<String> stderr;
    private final transient Optional<StorePath> inFlight;

    SessionEndedException(ExitStatus exit, List<String> stderr, Optional<StorePath> inFlight, Exception cause) {
        super(cause);
        this.exit = exit;
        this.stderr = List.copyOf(stderr);
        this.inFlight = inFlight;
    }

    /** The connection was gone before a session was there. */
    static SessionEndedException notStarted(MachineException cause) {
        String reason = String.valueOf(cause.getMessage());
        return new SessionEndedException(new ExitStatus.Lost(reason), List.of(), Optional.empty(), cause);
    }

    /** The same end, seen by someone who knows which path was the first without an answer. */
    SessionEndedException during(StorePath path) {
        return new SessionEndedException(exit, stderr, Optional.of(path), this);
    }

    ExitStatus exit() {
        return exit;
    }

    boolean isLost() {
        return exit instanceof ExitStatus.Lost;
    }

    /** The first path that was sent and not acknowledged. */
    Optional<StorePath> inFlight() {
        return inFlight;
    }

    /** What the server printed last, fit to be shown. */
    List<String> stderr() {
        return stderr;
    }

    /** Where the server spoke, but not its protocol: what it said instead. */
    Optional<String> protocolProblem() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProtocolException problem) {
                return Optional.ofNullable(problem.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Nix's last error, or else what else is known of the end. */
    String reason() {
        return lastError()
                .or(this::loss)
                .or(this::protocolProblem)
                .or(() -> stderr.isEmpty() ? Optional.empty() : Optional.of(stderr.getLast()))
                .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
                .orElseGet(exit::describe);
    }

    /** With the lines behind it: an error of Nix may have several. */
    private Optional<String> lastError() {
        for (int i = stderr.size() - 1; i >= 0; i--) {
            if (stderr.get(i).startsWith("error:") || stderr.get(i).startsWith("convoy:")) {
                return Optional.of(stderr.subList(i, stderr.size()).stream()
                        .map(String::strip)
                        .collect(Collectors.joining(" ")));
            }
        }
        return Optional.empty();
    }

    private Optional<String> loss() {
        return exit instanceof ExitStatus.Lost(String reason) ? Optional.of(reason) : Optional.empty();
    }
}
