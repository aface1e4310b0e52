package dev.convoy.activation;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Questions to a host whose connection may break at any moment, which is what activations do. Asks again over a new
 * connection until there is an answer or patience ends; so a question must do no harm when it is asked twice.
 */
final class Contact {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** Before the first question nothing has happened on the host that one would have to know the end of. */
    private static final Duration PATIENCE_BEFORE = Duration.ofSeconds(30);

    private final Link link;
    private final Consumer<ActivationEvent> events;
    private final Clock clock;
    private final Pause pause;
    private Duration patience;
    private boolean asked;
    private boolean answered;
    private boolean stale;
    private Optional<Instant> waitingSince = Optional.empty();

    /** @param patience how long the host may stay out of reach */
    Contact(Link link, Duration patience, Consumer<ActivationEvent> events, Clock clock, Pause pause) {
        this.link = link;
        this.patience = patience;
        this.events = events;
        this.clock = clock;
        this.pause = pause;
    }

    /** The next question goes over a new connection: an open one proves nothing about the host's way in. */
    void renew() {
        stale = true;
    }

    /** It was there a moment ago, and may be on its way down: it is waited for before the first answer, too. */
    void mayRestart(Duration longest) {
        hold(longest);
        asked = true;
    }

    /** From now on the host may stay out of reach for this long, if that is longer than before. */
    void hold(Duration longer) {
        patience = patience.compareTo(longer) < 0 ? longer : patience;
    }

    /**
     * Waits a little for the host to become another one.
     *
     * @param atMost in all, since the first call; the host may be out of reach for as long
     * @return false if that is over
     */
    boolean waitsStill(Duration atMost) throws InterruptedException {
        hold(atMost);
        if (waitingSince.isEmpty()) {
            waitingSince = Optional.of(clock.instant());
        }
        pause.pause(FIRST_WAIT.multipliedBy(2));
        return clock.instant().isBefore(waitingSince.get().plus(atMost));
    }

    /**
     * A refusal is an answer to the first question only. Later ones may come from a system that is on trial, and end with
     * it.
     */
    Reply ask(Command command, String kind, String input) throws InterruptedException {
        Optional<Instant> lostSince = Optional.empty();
        Duration wait = FIRST_WAIT;
        while (true) {
            String broken;
            try {
                Machine machine = connect(lostSince.isPresent());
                Finished finished = run(machine, command, input);
                Optional<Reply> reply = reply(finished, kind);
                if (reply.isPresent() && !(answered && reply.get() instanceof Reply.Refused)) {
                    answered = true;
                    return reply.get();
                }
                broken = problem(finished, reply);
            } catch (MachineException e) {
                broken = String.valueOf(e.getMessage());
            } catch (NotConnected e) {
                broken = e.reason;
            } catch (NotAllowed e) {
                if (!answered) {
                    return new Reply.Refused(e.reason, List.of());
                }
                broken = e.reason;
            }
            if (lostSince.isEmpty()) {
                lostSince = Optional.of(clock.instant());
                events.accept(new ActivationEvent.ConnectionLost(broken));
            }
            if (lostSince.get().plus(patience()).isBefore(clock.instant())) {
                return new Reply.OutOfReach(broken, asked);
            }
            pause.pause(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    private static String problem(Finished finished, Optional<Reply> refusal) {
        if (refusal.isPresent() && refusal.get() instanceof Reply.Refused(String reason, var _)) {
            return reason;
        }
        return finished.isSuccess()
                ? "the answer did not arrive"
                : finished.exit().describe();
    }

    private Duration patience() {
        return asked || patience.compareTo(PATIENCE_BEFORE) < 0 ? patience : PATIENCE_BEFORE;
    }

    private Finished run(Machine machine, Command command, String input) throws InterruptedException, NotAllowed {
        try {
            Finished finished = machine.run(command, input);
            asked = true;
            return finished;
        } catch (MachineException e) {
            throw e;
        } catch (RuntimeException e) {
            // As with links: what a kind of machine throws when it may not become root is known to it alone.
            throw new NotAllowed(String.valueOf(e.getMessage()));
        }
    }

    private Machine connect(boolean again) throws NotConnected {
        try {
            if (!again && !stale) {
                return link.machine();
            }
            Machine machine = link.reconnect();
            stale = false;
            if (again) {
                events.accept(new ActivationEvent.Reconnected());
            }
            return machine;
        } catch (RuntimeException e) {
            // Each kind of link has its own exceptions, which this module cannot know. None of them ends the run on the
            // host, so none of them may end following it.
            throw new NotConnected(String.valueOf(e.getMessage()));
        }
    }

    /** Empty where the answer did not come, or not whole: the connection is no good any more. */
    private static Optional<Reply> reply(Finished finished, String kind) {
        Optional<HostAnswer> answer = HostAnswer.parse(finished.stdout(), kind);
        if (answer.isPresent()) {
            return Optional.of(new Reply.Answered(answer.get(), HostAnswer.rest(finished.stdout())));
        }
        // Whoever refuses says so with another status; 0 without an answer is an answer that was lost on the way.
        boolean refused = finished.exit() instanceof ExitStatus.Exited(int status)
                && status != 0
                && !HostAnswer.hasBegun(finished.stdout(), kind);
        if (!refused) {
            return Optional.empty();
        }
        var stderr = HostQuestion.lastLines(finished.stderr());
        String reason = stderr.isEmpty() ? finished.exit().describe() : stderr.getLast();
        return Optional.of(new Reply.Refused(reason, stderr));
    }

    private static final class NotConnected extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotConnected(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private static final class NotAllowed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotAllowed(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
