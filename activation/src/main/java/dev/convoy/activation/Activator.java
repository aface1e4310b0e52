package dev.convoy.activation;

import dev.convoy.store.machine.Link;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Puts a system in force on a host, through a supervisor that runs there and needs nobody, and says what became true. May be
 * asked again for a run that was begun: it then follows that one to its end.
 */
public final class Activator {
    /** A host that is away for longer than this is left alone, however long its activation may take. */
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(5);

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
     * Every end is an outcome; nothing is thrown for a host that fails. An interrupt ends the following only: the supervisor
     * goes on to its own end.
     */
    public ActivationOutcome activate(Link link, ActivationRequest request) throws InterruptedException {
        Duration patience = request.deadline().compareTo(LONGEST_PATIENCE) < 0 ? request.deadline() : LONGEST_PATIENCE;
        Contact contact = new Contact(link, patience, events, clock, pause);
        return switch (request.goal()) {
            case DRY_ACTIVATE -> new DryActivation(contact, request).run();
            case TEST, SWITCH, BOOT -> new Supervision(contact, request, events, clock).run();
        };
    }
}
