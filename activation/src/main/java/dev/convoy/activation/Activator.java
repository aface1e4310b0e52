package dev.convoy.activation;

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
        return new Supervision(contact(link, request.terms()), request, events, clock).rejoin();
    }

    /**
     * Joins the trial that a host's boot is, to where the host wants an answer, or to its end; empty if it is none. A host
     * that somebody restarted by hand is asked the same.
     */
    public Optional<Begun> bootTrial(Link link, Terms terms) throws InterruptedException {
        Optional<ActivationRequest> request = BootTrial.on(contact(link, terms), terms);
        return request.isPresent() ? rejoin(link, request.get()) : Optional.empty();
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
