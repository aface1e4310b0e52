package dev.convoy.activation;

import dev.convoy.activation.Restart.Restarted;
import dev.convoy.store.machine.Link;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts a system in force on a host, through a supervisor that runs there and needs nobody, and says what became true. May be
 * asked again for a run that was begun: it then follows that one to its end.
 */
public final class Activator {
    /**
     * A host that cuts itself off is back after the confirm window and a switch to the system before. Longer than this is not
     * waited for that switch, however long it may take.
     */
    private static final Duration LONGEST_SWITCH = Duration.ofMinutes(5);

    private final Consumer<ActivationEvent> events;
    private final Clock clock;
    private final Pause pause;

    public Activator(Consumer<ActivationEvent> events, Clock clock) {
        this(events, clock, Thread::sleep);
    }

    Activator(Consumer<ActivationEvent> events, Clock clock, Pause pause) {
        this.events = events;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Begins an activation and returns where the host wants an answer: a live system is on trial until it is confirmed. Every
     * end is an outcome; nothing is thrown for a host that fails. An interrupt ends the following only: the host goes on to its
     * own end, which without a confirmation is the system of before.
     */
    public Begun begin(Link link, ActivationRequest request) throws InterruptedException {
        Contact contact = contact(link, request.terms());
        return switch (request.goal()) {
            case DRY_ACTIVATE -> new Begun.Ended(new DryActivation(contact, request).run());
            case TEST, SWITCH, BOOT -> new Supervision(contact, request, events, clock).begin();
        };
    }

    /**
     * Follows an activation that somebody else began, who is gone: to where the host wants an answer, or to its end. Starts
     * nothing; empty if the host never began it.
     */
    public Optional<Begun> rejoin(Link link, ActivationRequest request) throws InterruptedException {
        Contact contact = contact(link, request.terms());
        if (request.goal() == ActivationGoal.BOOT) {
            // Its time may run out just now, and what it booted is gone back from by a restart.
            contact.mayRestart(Supervision.RESTART);
        }
        return new Supervision(contact, request, events, clock).rejoin();
    }

    /**
     * Joins the trial that a host's boot is, to where the host wants an answer, or to its end; empty if it is none. A host
     * that somebody restarted by hand is asked the same.
     *
     * @param back what it was seen to have booted; by now it may have gone back from that
     */
    public Optional<Begun> bootTrial(Link link, Restarted.Back back, Terms terms) throws InterruptedException {
        Contact contact = contact(link, terms);
        contact.mayRestart(Supervision.RESTART);
        return switch (BootTrial.ask(contact)) {
            case Reply.Answered(HostAnswer answer, String _) -> {
                Optional<ActivationRequest> request = BootTrial.request(answer, terms);
                yield request.isPresent()
                        ? rejoin(link, request.get())
                        : BootTrial.goneBack(answer, back).map(Begun.Ended::new);
            }
            case Reply.Refused(String reason, var _) ->
                Optional.of(new Begun.Ended(Supervision.notRootAnyMore(reason)));
            case Reply.OutOfReach(String reason, boolean _) ->
                Optional.of(new Begun.Ended(
                        Supervision.lost("the host was back from its restart, and is out of reach again: " + reason)));
        };
    }

    private Contact contact(Link link, Terms terms) {
        Duration switching = terms.deadline().compareTo(LONGEST_SWITCH) < 0 ? terms.deadline() : LONGEST_SWITCH;
        return new Contact(link, terms.confirmWindow().plus(switching), events, clock, pause);
    }

    /** Begins and, if it gets that far, confirms at once. */
    public ActivationOutcome activate(Link link, ActivationRequest request) throws InterruptedException {
        return begin(link, request).confirmed();
    }
}
