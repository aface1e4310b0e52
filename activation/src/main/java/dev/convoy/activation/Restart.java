package dev.convoy.activation;

import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Restarts a host and waits for it over new connections. What tells one boot from another is the kernel's boot id. */
public final class Restart {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** How a restart ended. */
    public sealed interface Restarted {
        /** It is there again. */
        record Back(String bootId, Optional<StorePath> running, Optional<StorePath> profile) implements Restarted {}

        /** It was not restarted. */
        record Refused(ActivationFailure cause) implements Restarted {}

        /** It was told to, and did not come back in time, or never went. */
        record Away(ActivationFailure cause) implements Restarted {}
    }

    private final Consumer<ActivationEvent> events;
    private final Clock clock;
    private final Pause pause;

    public Restart(Consumer<ActivationEvent> events, Clock clock) {
        this(events, clock, Thread::sleep);
    }

    Restart(Consumer<ActivationEvent> events, Clock clock, Pause pause) {
        this.events = events;
        this.clock = clock;
        this.pause = pause;
    }

    /** @param timeout from the order to the first answer of the next boot */
    public Restarted run(Link link, Duration timeout) throws InterruptedException {
        Contact contact = new Contact(link, timeout, events, clock, pause);
        return switch (ask(contact, HostScript.BOOT, "", "boot")) {
            case Reply.Answered(HostAnswer answer, String _) ->
                restart(contact, answer.text("boot_id").orElse(""), timeout);
            case Reply.Refused(String reason, List<String> stderr) ->
                new Restarted.Refused(Failures.of("activation.no-root", "the host refused: " + reason, stderr));
            case Reply.OutOfReach(String reason, boolean _) ->
                new Restarted.Refused(
                        Failures.of("activation.unreachable", "the host could not be reached: " + reason, List.of()));
        };
    }

    /**
     * As {@link #run(Link, Duration)}, for one boot: a host that is in another one by now has been restarted, whoever told it
     * to, and is left alone. So it may be told again where it is not known whether it heard.
     *
     * @param boot the kernel's boot id
     */
    public Restarted run(Link link, String boot, Duration timeout) throws InterruptedException {
        return restart(new Contact(link, timeout, events, clock, pause), boot, timeout);
    }

    private Restarted restart(Contact contact, String boot, Duration timeout) throws InterruptedException {
        Instant end = clock.instant().plus(timeout);
        if (ask(contact, HostScript.RESTART, boot, "restart") instanceof Reply.Answered(HostAnswer answer, String _)
                && answer.text("problem").isPresent()) {
            return new Restarted.Refused(Failures.of(
                    "activation.not-restarted",
                    "the host could not be restarted: " + answer.text("problem").get(),
                    List.of()));
        }
        events.accept(new ActivationEvent.StepReached("restarting"));
        while (contact.waitsStill(timeout) && clock.instant().isBefore(end)) {
            contact.renew();
            if (ask(contact, HostScript.BOOT, "", "boot") instanceof Reply.Answered(HostAnswer answer, String _)
                    && !answer.text("boot_id").equals(Optional.of(boot))) {
                return new Restarted.Back(
                        answer.text("boot_id").orElse(""), answer.path("running"), answer.path("profile"));
            }
        }
        return new Restarted.Away(Failures.of(
                "activation.not-back", "the host did not come back within " + timeout.toSeconds() + " s", List.of()));
    }

    private static Reply ask(Contact contact, HostScript script, String operand, String kind)
            throws InterruptedException {
        return contact.ask(script.command(operand).asRoot().within(ANSWER), kind, "");
    }
}
